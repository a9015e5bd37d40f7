"""A few of the changes of ``make mutate-rules``."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from etm_docs.paths import ROOT
from etm_docs.proofs.mutation import copies, rules
from etm_docs.proofs.mutation.changes import Change


@pytest.fixture(scope="module")
def every() -> list[Change]:
    """All changes."""
    return rules.all_changes()


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """A copy of the project."""
    with copies.copied() as root:
        yield root


def test_each_changes_one_character_of_a_program(every: list[Change]) -> None:
    """It is still a program, of the same length, and its docstrings are as before."""
    assert len(every) > 1500
    assert {each.kind for each in every} == {"a letter", "a digit", "an operator"}
    for each in every:
        before = (ROOT / each.file).read_text()
        changed = sum(a != b for a, b in zip(before, each.text, strict=True))
        assert changed == 1, each.place
        assert ast.get_docstring(ast.parse(each.text)) == ast.get_docstring(ast.parse(before))


def test_what_is_left_out_is_there(every: list[Change]) -> None:
    """A change is left out for a reason, and only as long as it can be made."""
    assert set(rules.STILL_RIGHT) <= {rules.changed_line(each) for each in every}


def test_a_change_is_noticed(
    every: list[Change], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result names the test that fails; where none does, the change survives."""
    monkeypatch.setattr(rules, "TESTS", ("tests/test_mock/test_user.py",))
    answers_413 = next(each for each in every if "Refusal(413," in rules.changed_line(each))
    survived = rules.check(copy, answers_413)
    assert survived.line().startswith("SURVIVED  tests/etm_mock/permissions.py:")
    monkeypatch.setattr(rules, "TESTS", ("tests/test_mock/test_permissions.py",))
    assert "test_permissions.py::" in rules.check(copy, answers_413).line()
    once = iter([[copies.Failure("a::b", "too slow", in_set_up=True)], []])
    with monkeypatch.context() as patched:
        patched.setattr(rules, "run_tests", lambda *_: next(once))
        assert rules.check(copy, answers_413).noticed == ""
    does_not_start = replace(answers_413, text="import nothing_of_this_name")
    assert rules.check(copy, does_not_start).noticed == "the mock doesn't start"
