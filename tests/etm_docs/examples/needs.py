"""Which examples run on which Python: some need a version of a package that not all of them get.

Such an example says so in its ``example.toml``: ``needs = "pyetm>=2"``. The versions that each
Python gets are pinned in ``requirements.txt``.
"""

from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from etm_docs.examples.example import settings_of
from etm_docs.paths import ROOT


def of(folder: Path) -> Requirement | None:
    """Give what an example needs, ``None`` for nothing special.

    Raises :class:`~etm_docs.examples.example.InvalidExample` if its settings are wrong.
    """
    needed = settings_of(folder).get("needs")
    return None if needed is None else Requirement(needed)


def met_here(folder: Path) -> bool:
    """Say whether what an example needs is installed."""
    needed = of(folder)
    return needed is None or metadata.version(needed.name) in needed.specifier


def met_on(folder: Path, python: str) -> bool:
    """Say whether a Python, such as ``3.12``, gets what an example needs."""
    needed = of(folder)
    return needed is None or any(
        pin.name == needed.name
        and (pin.marker is None or pin.marker.evaluate({"python_full_version": f"{python}.0"}))
        and all(each.version in needed.specifier for each in pin.specifier)
        for pin in _pins()
    )


@cache
def _pins() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
