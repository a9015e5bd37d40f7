"""Puts on the site what runs its examples in the reader's browser: Pyodide, and in it the mock.

All of it lies in one folder, whose name is made of the content: browsers may keep it forever.
"""

import hashlib
import io
import json
import posixpath
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from etm_docs.examples.example import settings_of
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.site import policy
from etm_mock.starting_state import StartingState
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PYODIDE: Final = "314.0.7"
"""The release of npm's package ``pyodide``."""

SHA256: Final = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
"""The hash of that package, as npm hands it out."""

DISTRIBUTIONS: Final = ("anyio", "httpx", "idna", "jinja2", "markupsafe", "starlette")
"""What the mock and the examples import. Installed by their hashes, which pip has checked."""

_PARTS: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")

_CACHE: Final = ROOT / ".cache" / "pyodide"

_FOLDER: Final = "assets/run"

_DATE: Final = (1980, 1, 1, 0, 0, 0)


class NotAssembled(Exception):  # noqa: N818 - says what happened
    """A part is missing or isn't what it should be; the message says what to do."""


def add(files: Files, config: MkDocsConfig) -> str:
    """Add the folder to the files of a site; give its path, relative to the site.

    Raises :class:`NotAssembled`.
    """
    contents = {**_pyodide(), "packages.zip": _packages(), "examples.json": _starting_states()}
    contents["frame.html"] = policy.frame().encode()
    for file in files.media_files():
        if posixpath.dirname(file.src_uri) == _FOLDER and file.name != "offline":
            contents[posixpath.basename(file.src_uri)] = file.content_bytes
            files.remove(file)
    digest = hashlib.sha256(b"".join(contents[name] for name in sorted(contents))).hexdigest()[:12]
    for name, content in contents.items():
        files.append(File.generated(config, f"{_FOLDER}/{digest}/{name}", content=content))
    return f"{_FOLDER}/{digest}"


@cache  # for `mkdocs serve`
def _pyodide() -> dict[str, bytes]:
    """Give Pyodide's files, from a package that npm has loaded before or loads now."""
    package = _CACHE / f"pyodide-{PYODIDE}.tgz"
    if not package.is_file():
        _load(package)
    content = package.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        package.unlink()
        raise NotAssembled(
            f"{package.relative_to(ROOT)} isn't what tests/etm_docs/site/runtime.py expects: it is"
            " deleted now, so run this again; for another release, change PYODIDE and SHA256"
        )
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        found = {name: archive.extractfile(f"package/{name}") for name in _PARTS}
        files = {name: file.read() for name, file in found.items() if file}
        lock = archive.extractfile("package/pyodide-lock.json")
        assert lock
        known = json.load(lock)
    # Pyodide wants to know which packages it could load; here there are none.
    files["pyodide-lock.json"] = json.dumps({**known, "packages": {}}).encode()
    return files


def _load(package: Path) -> None:
    package.parent.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or "npm"
    command = [npm, "pack", "--loglevel=error", f"pyodide@{PYODIDE}"]
    try:
        subprocess.run(  # noqa: S603 - the pinned package
            [*command, "--pack-destination", str(package.parent)], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise NotAssembled(f"npm didn't load pyodide {PYODIDE}:\n{said.decode()}") from None


def _packages() -> bytes:
    """Zip the modules that run in the browser: other people's, the mock, and ``in_page``."""
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_modules()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return archived.getvalue()


def _modules() -> Iterator[tuple[str, bytes]]:
    for distribution in DISTRIBUTIONS:
        for file in metadata.files(distribution) or []:
            if file.suffix == ".py":
                yield str(file), Path(str(file.locate())).read_bytes()
    for package in ("etm_mock", "etm_docs/in_page"):
        for own in (ROOT / "tests" / package).rglob("*"):
            if own.is_file() and own.suffix != ".pyc":
                yield str(own.relative_to(ROOT / "tests")), own.read_bytes()


def _starting_states() -> bytes:
    """Write the starting state of each example that has one of its own, by its folder's name."""
    folders = (file.parent for file in SNIPPETS.glob("*/example.toml"))
    states = {folder.name: _state(folder, settings_of(folder)) for folder in folders}
    return json.dumps({name: state for name, state in sorted(states.items()) if state}).encode()


def _state(folder: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    start = StartingState.of(values, folder / "example.toml")
    state = {"token": values.get("token"), "setup": start.setup}
    return {name: value for name, value in state.items() if value}
