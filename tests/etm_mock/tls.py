"""A throw-away certificate authority, and a certificate for the service's host names."""

from dataclasses import dataclass
from pathlib import Path

import trustme

from etm_mock.hosts import CERTIFICATE_NAMES


@dataclass(frozen=True)
class Certificates:
    """Files in PEM: the authority to trust, and the server's own chain and key."""

    authority: Path
    chain: Path
    key: Path


def issue(folder: Path) -> Certificates:
    """Make a new authority and a server certificate, and write both to a folder."""
    files = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    authority = trustme.CA(organization_name="etm-mock")
    server = authority.issue_cert(*CERTIFICATE_NAMES)
    authority.cert_pem.write_to_path(files.authority)
    server.private_key_pem.write_to_path(files.key)
    for number, blob in enumerate(server.cert_chain_pems):
        blob.write_to_path(files.chain, append=number > 0)
    return files
