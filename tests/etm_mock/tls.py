"""A throw-away certificate authority, and a certificate for the service's host names."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from etm_mock.hosts import ACCOUNTS, CERTIFICATE_NAMES, ENGINE, LOOPBACK

LIFETIME: Final = timedelta(days=14)
"""How long the authority and the certificate are valid: a mock runs for hours."""

_CLOCKS_DIFFER: Final = timedelta(days=1)


@dataclass(frozen=True)
class Certificates:
    """Files in PEM: the authority to trust, and the server's own chain and key."""

    authority: Path
    chain: Path
    key: Path


def issue(folder: Path) -> Certificates:
    """Make a new authority and a server certificate, and write them to a folder.

    The authority's key is kept nowhere. The authority vouches for the service's names and this
    machine's, and for no others (RFC 5280, section 4.2.1.10): who trusts it, trusts it for these.
    """
    files = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    now = datetime.now(UTC)
    begin, end = now - _CLOCKS_DIFFER, now + LIFETIME
    authority = _authority(begin, end)
    server = authority.issue_cert(*CERTIFICATE_NAMES, not_before=begin, not_after=end)
    _write(files.authority, authority.cert_pem.bytes())
    _write(files.chain, b"".join(blob.bytes() for blob in server.cert_chain_pems))
    _write(files.key, server.private_key_pem.bytes())
    return files


def _authority(begin: datetime, end: datetime) -> trustme.CA:
    """Make an authority that is valid from ``begin`` to ``end``, for the mock's names alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "etm-mock")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_SIGNS_CERTIFICATES, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.NameConstraints(_names(), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return trustme.CA.from_pem(
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
    )


_SIGNS_CERTIFICATES: Final = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _names() -> list[x509.GeneralName]:
    """List the names that the authority may vouch for; a name stands for those below it, too."""
    names: list[x509.GeneralName] = [x509.DNSName(ENGINE), x509.DNSName(ACCOUNTS)]
    for own in LOOPBACK:
        try:
            names.append(x509.IPAddress(ip_network(ip_address(own))))
        except ValueError:
            names.append(x509.DNSName(own))
    return names


def _write(file: Path, content: bytes) -> None:
    """Write a new file that only this user can read."""
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as opened:
        opened.write(content)
