"""The throw-away authority: what it vouches for, and for how long."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from etm_mock import tls
from etm_mock.hosts import CERTIFICATE_NAMES


def checked(authority: bytes, chain: Path, key: Path, host: str) -> None:
    """Let a client that trusts an authority meet a server, without a socket.

    Raises :class:`ssl.SSLError` if the client refuses it.
    """
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, key)
    client = ssl.create_default_context(cadata=authority.decode())
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    while ends:
        for end in list(ends):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            ends.remove(end)


@pytest.mark.parametrize("name", CERTIFICATE_NAMES)
def test_own_names(name: str, tmp_path: Path) -> None:
    """A strict client accepts the certificate under each name."""
    files = tls.issue(tmp_path)
    checked(files.authority.read_bytes(), files.chain, files.key, name.replace("*", "2025-01"))


@pytest.mark.parametrize("name", ["example.org", "energytransitionmodel.com", "192.0.2.1"])
def test_other_names(name: str, tmp_path: Path) -> None:
    """Whoever had the authority's key could not use it for any other name."""
    now = datetime.now(UTC)
    authority = tls._authority(now - timedelta(days=1), now + timedelta(days=1))
    server = authority.issue_cert(name)
    server.private_key_pem.write_to_path(tmp_path / "key")
    server.cert_chain_pems[0].write_to_path(tmp_path / "chain")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        checked(authority.cert_pem.bytes(), tmp_path / "chain", tmp_path / "key", name)
    other = trustme.CA()
    server = other.issue_cert(name)
    server.private_key_pem.write_to_path(tmp_path / "key")
    server.cert_chain_pems[0].write_to_path(tmp_path / "chain")
    checked(other.cert_pem.bytes(), tmp_path / "chain", tmp_path / "key", name)


def test_for_days(tmp_path: Path) -> None:
    """Both certificates end after days."""
    files = tls.issue(tmp_path)
    for file in (files.authority, files.chain):
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        left = certificate.not_valid_after_utc - datetime.now(UTC)
        assert timedelta(days=13) < left < timedelta(days=15)


def test_for_this_user_alone(tmp_path: Path) -> None:
    """No other user can read the files."""
    files = tls.issue(tmp_path)
    for file in (files.authority, files.chain, files.key):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
