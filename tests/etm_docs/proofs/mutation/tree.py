"""A copy of the project to break: what it runs is its own, down to the commands in examples."""

import compileall
import os
import shutil
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Final

from etm_docs.paths import ROOT

_LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", ".cache", ".hypothesis", ".*_cache", "__pycache__", "node_modules", "site"
)

_BY_CONTENT: Final = PycInvalidationMode.CHECKED_HASH


@contextmanager
def copied() -> Iterator[Path]:
    """Copy the project to a folder that is gone when the block ends, and give that folder.

    ``.venv/bin/python`` in it imports from the copy, and has the packages of this environment.
    """
    with tempfile.TemporaryDirectory(prefix="etm-mutation-") as folder:
        root = Path(folder) / "tree"
        # Only the project's own `site` is what was built; tests/test_site is not.
        shutil.copytree(ROOT, root, ignore=_ignored, symlinks=True)
        # Compiled files that go by the content: it may change twice within a second.
        compileall.compile_dir(root / "tests", quiet=2, invalidation_mode=_BY_CONTENT)
        _make_environment(root)
        yield root


def python_of(root: Path) -> Path:
    """Give the interpreter of a copy."""
    return root / ".venv" / "bin" / "python"


def _ignored(folder: str, names: list[str]) -> set[str]:
    left_out = _LEFT_OUT(folder, names)
    return left_out if Path(folder) == ROOT else left_out - {"site"}


def _make_environment(root: Path) -> None:
    """Make a virtual environment on top of this one, whose scripts are run by its interpreter."""
    environment = root / ".venv"
    venv.EnvBuilder(symlinks=True).create(environment)
    packages = sysconfig.get_path("purelib", vars={"base": str(environment)})
    (Path(packages) / "copy.pth").write_text(
        # What is compiled anew, because it has changed, isn't kept.
        "import sys; sys.dont_write_bytecode = True\n"
        f"{root / 'tests'}\n"
        f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    )
    here = Path(sys.executable).parent
    for script in here.iterdir():
        copy = environment / "bin" / script.name
        if copy.exists() or not script.is_file():
            continue
        first, _, rest = script.read_bytes().partition(b"\n")
        if _is_run_from(here, first):
            copy.write_bytes(f"#!{python_of(root)}\n".encode() + rest)
            copy.chmod(0o755)
        else:
            copy.symlink_to(script)


def _is_run_from(folder: Path, first_line: bytes) -> bool:
    """Say whether a script's first line names an interpreter of this folder, however spelt."""
    if not first_line.startswith(b"#!/"):
        return False
    interpreter = Path(os.fsdecode(first_line[2:].strip()))
    return interpreter.parent.exists() and interpreter.parent.samefile(folder)
