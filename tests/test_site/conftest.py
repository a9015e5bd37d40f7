"""The built site, and a server for it on loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from etm_docs.paths import ROOT
from etm_docs.proofs.audit import server
from etm_docs.site import checkout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site as it is published: ``$SITE_DIR``, else one that is built here."""
    if built := os.environ.get("SITE_DIR"):
        return Path(built)
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(  # noqa: S603 - the site's own builder
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"the site does not build\n\n{done.stderr}", pytrace=False)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of what the site is made of, which a test may change."""
    checkout.copy_sources(tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The address at which the built site is served."""
    with server.serving(site) as address:
        yield address
