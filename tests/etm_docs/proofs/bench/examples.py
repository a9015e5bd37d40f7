"""What running an example costs beyond its own request: here, with Sybil and with mktestdocs.

``make bench`` runs it, after it has installed those two in ``.cache/bench``. All times are
processor time, so that a machine that does something else as well hardly matters.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import httpx
from etm_docs.examples import example, variants
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.proofs.bench.meter import milliseconds
from etm_mock.server import RunningMock, running
from etm_mock.starting_state import FILE_NAME

ROUNDS: Final = 5
REQUESTS: Final = 50
PACKAGES: Final = ROOT / ".cache" / "bench"
_PATH: Final = os.pathsep.join(map(str, (PACKAGES, ROOT / "tests")))

WITHOUT: Final = [
    argument
    for plugin in ("randomly", "schemathesis", "hypothesispytest", "anyio")
    for argument in ("-p", f"no:{plugin}")
]
"""Leaves out plugins that none of them needs, for all of them alike."""

PYTHON: Final = example.VARIANTS["python"]

SYBIL: Final = """
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

pages = Sybil([PythonCodeBlockParser()], pattern="*.md", fixtures=["etm_mock"])
pytest_collect_file = pages.pytest()
"""

MKTESTDOCS: Final = """
from pathlib import Path

import pytest
from mktestdocs import check_md_file

@pytest.mark.parametrize("page", sorted(Path(__file__).parent.glob("*.md")))
def test_page(page, etm_mock):
    check_md_file(page)
"""


@dataclass(frozen=True)
class Runner:
    """A way to run the examples, and what it checks.

    ``files`` are put beside pages that hold an example each; without any, the project's own tests
    run, those that ``arguments`` name.
    """

    name: str
    checks: str
    files: Mapping[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()

    def cost(self, folders: Sequence[Path]) -> tuple[float, float]:
        """Run the examples; give the milliseconds of one of them, the median, and of the run.

        Raises :class:`RuntimeError` if one fails or is left out.
        """
        with tempfile.TemporaryDirectory() as place:
            here, meter = Path(place), Path(place) / "meter.json"
            for name, text in self.files.items():
                (here / name).write_text(text)
            for folder in folders:
                code = (folder / PYTHON).read_text()
                (here / f"{folder.name}.md").write_text(f"# Page\n\n```python\n{code}```\n")
            before = milliseconds()
            done = subprocess.run(  # noqa: S603 - pytest
                [
                    *(sys.executable, "-m", "pytest", "-q", "-p", "bench.meter"),
                    *(*WITHOUT, *self.arguments),
                ],
                cwd=here if self.files else ROOT,
                env={
                    **os.environ,
                    "PYTHONPATH": _PATH,
                    "BENCH_METER": str(meter),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            whole = milliseconds() - before
            spent: list[float] = json.loads(meter.read_text()) if meter.exists() else []
        if done.returncode or len(spent) != len(folders):
            said = done.stdout + done.stderr
            raise RuntimeError(f"{self.name}: {len(spent)} of {len(folders)} ran\n{said}")
        return median(spent), whole


def main() -> int:
    """Measure, and print; give the exit status."""
    if not (PACKAGES / "sybil").is_dir() or not (PACKAGES / "mktestdocs").is_dir():
        print("bench: Sybil and mktestdocs are missing: run `make bench`", file=sys.stderr)
        return 1
    # Those that need nothing but a reset: Sybil and mktestdocs know of no starting states.
    folders = [each for each in example.folders() if not (each / FILE_NAME).exists()]
    print("What an example is made of, in milliseconds of processor time, the mock's included")
    with running() as mock:
        os.environ.update(mock.environment())
        for name, cost in parts(mock).items():
            print(f"  {name:<44}{cost:>8.1f}")
        alone = median(_alone(folder, mock) for _ in range(ROUNDS) for folder in folders)
    print(f"  {'the code of an example, in a Python that runs':<44}{alone:>8.1f}")
    print(f"\n{len(folders)} Python examples, medians of {ROUNDS} rounds, the runners in turn")
    print(f"  {'':<14}{'one of them':>12}{'beyond its code':>17}{'the run':>9}   what is checked")
    runners = _runners(folders)
    # The first time fills the caches.
    rounds = [[runner.cost(folders) for runner in runners] for _ in range(ROUNDS + 1)][1:]
    for runner, costs in zip(runners, zip(*rounds, strict=True), strict=True):
        one, run = (median(each) for each in zip(*costs, strict=True))
        row = f"{one:>12.1f}{one - alone:>17.1f}{run:>9.0f}"
        print(f"  {runner.name:<14}{row}   {runner.checks}")
    return 0


def parts(mock: RunningMock) -> dict[str, float]:
    """Measure what an example is made of."""
    path, script = "/api/v3/scenarios/9000001", SNIPPETS / "list-scenarios"
    address = f"https://engine.energytransitionmodel.com{path}"
    python = [sys.executable, "-c", f"import httpx; httpx.get({address!r})"]
    with (
        httpx.Client(trust_env=False) as plain,
        httpx.Client() as secure,
        tempfile.TemporaryDirectory() as folder,
    ):
        curl = script / example.VARIANTS["curl"]
        return {
            "a request": _cost(lambda: plain.get(mock.url + path)),
            "… over TLS, through the proxy": _cost(lambda: secure.get(address)),
            "… on a connection of its own": _cost(lambda: httpx.get(address)),
            "… from a Python of its own": _cost(
                lambda: subprocess.run(python, check=True),  # noqa: S603 - a request
                times=ROUNDS,
            ),
            "the same in bash, with curl": _cost(
                lambda: variants.run_shell(curl, mock.environment(), Path(folder)), times=ROUNDS
            ),
        }


def _cost(action: Callable[[], object], times: int = REQUESTS) -> float:
    """Give the median cost of an action, the first time left out."""
    action()
    costs = []
    for _ in range(times):
        before = milliseconds()
        action()
        costs.append(milliseconds() - before)
    return median(costs)


def _alone(folder: Path, mock: RunningMock) -> float:
    """Run an example's code and nothing else; give what that costs."""
    mock.control.reset()
    file = folder / PYTHON
    before = milliseconds()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(file.read_text(), file, "exec"), {"__name__": "__main__"})  # noqa: S102
    return milliseconds() - before


def _runners(folders: Sequence[Path]) -> list[Runner]:
    test = "tests/test_examples/test_snippets.py::test_python"
    ours = [f"{test}[{folder.name}[python]]" for folder in folders]
    ini = {"pytest.ini": "[pytest]\n"}
    return [
        Runner("this project", "it runs; style; output; request; status", arguments=ours),
        Runner("Sybil", "it runs", {**ini, "conftest.py": SYBIL}),
        Runner("mktestdocs", "it runs", {**ini, "test_pages.py": MKTESTDOCS}),
    ]


if __name__ == "__main__":
    sys.exit(main())
