"""The token of today's form that a page shows."""

import re

import pytest
from etm_docs.examples import report, token_form


def test_shown_token(updating: bool) -> None:
    """It is the one that code makes; ``make update`` rewrites it."""
    problem = report.compare_or_update(
        token_form.FILE, token_form.token(), "the token is another", updating=updating
    )
    if problem:
        pytest.fail(problem, pytrace=False)


def test_form() -> None:
    """It has the characters and the length that the page describes."""
    assert re.fullmatch(r"etm_eyJra[A-Za-z0-9._-]{840,1000}\n", token_form.token())
