"""The catalogue of faults fits the mock and the pages as they are."""

import ast
import warnings
from collections.abc import Iterable

import pytest
from etm_docs.examples import example, fences, notebook, tables
from etm_docs.paths import ROOT
from etm_docs.proofs.mutation import (
    docs,
    faults,
    page_changes,
    pages,
    permission_faults,
    snippet_changes,
)
from etm_docs.proofs.mutation.faults import Fault, InvalidFault

CATALOGUE = faults.load()
EVERY = [*CATALOGUE, *permission_faults.load()]


NO_FACT_OF_THE_MOCK = {
    "docs/how-to/notebooks.md",
    "docs/how-to/solve-connection-problems.md",
    "docs/how-to/use-a-token-in-julia.md",
    "docs/how-to/use-a-token-in-postman.md",
    "docs/how-to/use-a-token-in-powershell.md",
    "docs/reference/faq.md",
    "docs/reference/sources.md",
}
"""Pages about other programs, or that lead to the pages on which their claims are shown."""


def test_there_are_enough() -> None:
    """The catalogue doesn't shrink unnoticed."""
    assert len(CATALOGUE) >= 250
    assert len(EVERY) >= 450
    assert len({fault.name for fault in EVERY}) == len(EVERY)


def test_faults_fit_the_mock() -> None:
    """What each changes stands in the mock exactly once, and what comes of it is a program."""
    for fault in EVERY:
        text = fault.broken()
        assert text != (ROOT / fault.path).read_text(), fault.name
        if fault.path.endswith(".py"):
            ast.parse(text, filename=f"{fault.path} with {fault.name}")


def test_pages_say_what_is_broken() -> None:
    """The words that claim each fact stand on the page."""
    gone = [
        f"{fault.name}: {page} no longer says: {words}"
        for fault in EVERY
        for page, words in fault.says
        if words not in pages.shown(f"{faults.DOCS}/{page}")
    ]
    assert not gone, "\n".join(gone)


def hint_at_pages_without_a_fault(catalogue: Iterable[Fault]) -> None:
    """Warn of the pages of the site that claim nothing that a fault breaks."""
    every = [*fences.pages(), *notebook.notebooks()]
    written = {str(page.relative_to(ROOT)) for page in every} - {"README.md"} - NO_FACT_OF_THE_MOCK
    missing = sorted(written - {page for fault in catalogue for page in fault.pages})
    if missing:
        warnings.warn(f"{faults.FILE.name}: add a fault for what {missing} claim", stacklevel=2)


@pytest.mark.filterwarnings("default")
def test_a_page_without_a_fault_gets_a_hint() -> None:
    """The summary names it; it is no failure, for not all pages claim something about the API."""
    with pytest.warns(UserWarning, match=r"add a fault for what .*'docs/index\.md'.* claim"):
        hint_at_pages_without_a_fault(f for f in CATALOGUE if "docs/index.md" not in f.pages)
    hint_at_pages_without_a_fault(CATALOGUE)


def test_what_is_left_out_is_there() -> None:
    """A change is left out for a reason, and only as long as it can be made."""
    every = [*snippet_changes.all_changes(), *page_changes.all_changes()]
    assert set(docs.STILL_RIGHT) <= {(each.place, each.kind) for each in every}


def test_there_are_changes_of_each_kind() -> None:
    """Each example, table, page and notebook can be made wrong."""
    every = docs.changes()
    assert len(every) > 3000
    assert len({each.kind for each in every}) == 25
    examples = {each.example for each in every}
    assert {folder.name for folder in example.folders()} <= examples
    assert {*tables.TABLES} <= examples
    assert {str(page.relative_to(ROOT)) for page in fences.pages()} <= {
        each.file for each in every
    } | {"docs/reference/glossary.md"}  # links to nothing, and shows nothing


def test_a_fault_that_does_not_fit_is_named() -> None:
    """A fault whose place is gone, or is there twice, says so."""
    for old in ("no such text", "import"):
        fault = Fault("gone", (), "permissions.py", old, "")
        with pytest.raises(InvalidFault, match=r"gone: tests/etm_mock/permissions\.py has this"):
            fault.broken()
