"""What clients want to be told so that they trust the mock's authority, beside variables."""

import os
import shlex
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12Certificate,
    serialize_java_truststore,
)

_PASSWORD: Final = "etm-mock"  # noqa: S105 - Java wants one, for a certificate that is public


def write(folder: Path, authority: Path) -> None:
    """Write the files that :func:`variables` names; ``authority`` is a file in PEM."""
    # The name of a folder may be in another encoding than the locale's.
    (folder / "wgetrc").write_bytes(os.fsencode(f"ca_certificate = {authority}\n"))
    (folder / "php").mkdir(exist_ok=True)
    ini = f'curl.cainfo = "{authority}"\nopenssl.cafile = "{authority}"\n'
    (folder / "php" / "etm-mock.ini").write_bytes(os.fsencode(ini))
    certificate = x509.load_pem_x509_certificate(authority.read_bytes())
    store = serialize_java_truststore(
        [PKCS12Certificate(certificate, b"etm-mock")], BestAvailableEncryption(_PASSWORD.encode())
    )
    (folder / "truststore.p12").write_bytes(store)


def variables(folder: Path, authority: Path, proxy_host: str, proxy_port: int) -> dict[str, str]:
    """Give the variables that lead clients to the authority, and Java to the proxy, too.

    What is set already for Java and PHP stays in force.
    """
    java = {
        "javax.net.ssl.trustStore": str(folder / "truststore.p12"),
        "javax.net.ssl.trustStoreType": "PKCS12",
        "javax.net.ssl.trustStorePassword": _PASSWORD,
        "https.proxyHost": proxy_host,
        "https.proxyPort": str(proxy_port),
        "http.proxyHost": proxy_host,
        "http.proxyPort": str(proxy_port),
    }
    options = [shlex.quote(f"-D{name}={value}") for name, value in java.items()]
    names = (
        "SSL_CERT_FILE",
        "CURL_CA_BUNDLE",
        "REQUESTS_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
        "PIP_CERT",
        "GIT_SSL_CAINFO",
        "AWS_CA_BUNDLE",
        "PERL_LWP_SSL_CA_FILE",
        "HTTPS_CA_FILE",
    )
    return {
        **dict.fromkeys(names, str(authority)),
        "WGETRC": str(folder / "wgetrc"),
        "PHP_INI_SCAN_DIR": f"{os.environ.get('PHP_INI_SCAN_DIR', '')}{os.pathsep}{folder / 'php'}",
        "JAVA_TOOL_OPTIONS": " ".join([os.environ.get("JAVA_TOOL_OPTIONS", ""), *options]).strip(),
    }
