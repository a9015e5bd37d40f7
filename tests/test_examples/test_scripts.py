"""Runs every example of ``snippets/`` that is a Python script of several requests."""

from pathlib import Path

import pytest
from etm_docs.examples import bodies, example, python, report
from etm_docs.paths import shown
from etm_mock.server import RunningMock
from etm_mock.starting_state import FILE_NAME, InvalidStartingState, StartingState
from pytest_examples import CodeExample, EvalExample


@pytest.mark.parametrize("folder", example.script_folders(), ids=lambda folder: folder.name)
def test_script(
    folder: Path, mock: RunningMock, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script is linted, runs as printed, prints as printed, and sends something."""
    file = folder / example.VARIANTS["python"]
    try:
        start = StartingState.beside(file)
        start.apply(mock.url)
    except InvalidStartingState as error:
        pytest.fail(report.failure(folder / FILE_NAME, 1, str(error)), pytrace=False)
    for name, value in mock.environment(start.token).items():
        monkeypatch.setenv(name, value)
    python.check(eval_example, CodeExample.create(file.read_text(), path=file))
    journal = mock.control.requests()
    assert journal, f"{shown(file)}: sends no request"
    problem = bodies.problem([file], journal)
    if problem:
        pytest.fail(problem, pytrace=False)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('if 1 > 2:\n    print("two")\n    #> two\n', ":3: this was not printed"),
        ("number = 1\n#> 1\n", ":2: this was not printed"),
        (
            'for _ in range(2):\n    print("a")\n    #> a\n    print("b")\n    #> b\n',
            ":2: takes turns with another print",
        ),
    ],
    ids=["not reached", "no print", "taking turns"],
)
def test_what_no_run_gave_is_named(
    source: str, said: str, eval_example: EvalExample, tmp_path: Path
) -> None:
    """Output that is printed in the file but not by the run fails."""
    file = tmp_path / "python.py"
    file.write_text(source)
    with pytest.raises(pytest.fail.Exception, match=said):
        python.check(eval_example, CodeExample.create(source, path=file))


NEVER_ENDS = "while True:\n    pass\n"

DROPS_THE_FIRST = f"""
class Loop:
    def __del__(self):
        while True:
            pass

Loop()
{NEVER_ENDS}"""
"""Python drops what is raised in a ``__del__``; the same may happen in the interpreter's own."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("source", [NEVER_ENDS, DROPS_THE_FIRST.lstrip()], ids=["loop", "drops"])
@pytest.mark.parametrize("updating", [False, True])
def test_a_script_that_never_ends_is_stopped(
    source: str,
    updating: bool,
    eval_example: EvalExample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It fails, also while what is printed is rewritten, and if the first try is lost."""
    monkeypatch.setattr(python, "TIMEOUT", 0.1)
    monkeypatch.setattr(EvalExample, "update_examples", updating)
    file = tmp_path / "python.py"
    file.write_text(source)
    with pytest.raises(pytest.fail.Exception, match=r":\d+: TimeoutError: not done after 0\.1"):
        python.check(eval_example, CodeExample.create(file.read_text(), path=file))


def test_scripts_are_found() -> None:
    """Finding no script is a failure, not a success."""
    assert example.script_folders()
