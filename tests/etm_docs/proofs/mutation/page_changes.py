"""Changes of ``docs/``: what pages include, where they link to, the menu, and the notebooks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etm_docs.examples import fences, notebook
from etm_docs.paths import ROOT, SNIPPETS
from etm_docs.proofs.mutation.changes import Change, in_lines, whole, with_stale_output

_INCLUDE: Final = re.compile(r'([ \t>]*-{1,}8<-{1,} ")([^"/]+)/([^"]+)(")')
_TITLE: Final = re.compile(r'(.*json title=")(\d+)( .*)')
_MENU_ENTRY: Final = re.compile(r" +- ([^:]+: )?[\w/-]+\.(md|ipynb)$")

MENU: Final = ROOT / "mkdocs.yml"


def all_changes() -> Iterator[Change]:
    """Make every change of every page, of the menu and of the notebooks."""
    for page in fences.pages():
        yield from in_lines("an include of nothing", page, _of_nothing)
        yield from in_lines("an include of something else", page, _of_something_else)
        yield from in_lines("typed instead of included", page, _typed)
        yield from in_lines("another status in a title", page, Retitled(page))
        yield from in_lines("no reason for a block that isn't run", page, _without_reason)
        yield from in_lines("a stale output", page, with_stale_output)
        if page.is_relative_to(ROOT / "docs"):
            yield from in_lines("a link to no anchor", page, _to_no_anchor)
            yield from in_lines("a link to no page", page, _to_no_page)
            yield from in_lines("a heading that others link to", page, Renamed(page))
    yield from in_lines("a page that is in no menu", MENU, _not_in_the_menu)
    yield from in_lines("a menu that leads nowhere", MENU, _leading_nowhere)
    for file in notebook.notebooks():
        yield from _of_notebook(file)


def _of_nothing(line: str) -> str | None:
    found = _INCLUDE.fullmatch(line)
    return f"{found[1]}{found[2]}s/{found[3]}{found[4]}" if found else None


def _of_something_else(line: str) -> str | None:
    """Include the same file of another example, or another table."""
    found = _INCLUDE.fullmatch(line)
    if not found:
        return None
    if found[2] == "tables":
        others = sorted(path.name for path in (SNIPPETS / "tables").iterdir())
        other = others[(others.index(found[3]) + 1) % len(others)]
        return f"{found[1]}tables/{other}{found[4]}"
    folders = sorted(path.parent.name for path in SNIPPETS.glob(f"*/{found[3]}"))
    other = folders[(folders.index(found[2]) + 1) % len(folders)]
    return f"{found[1]}{other}/{found[3]}{found[4]}" if other != found[2] else None


def _typed(line: str) -> str | None:
    """Write the first line of a snippet where it was included."""
    found = _INCLUDE.fullmatch(line)
    if not found or found[3].endswith((".py", ".md", ".svg")):
        return None  # Python is run where it stands
    first = (SNIPPETS / found[2] / found[3]).read_text().splitlines()[0]
    return found[1].partition("-")[0] + first


class Retitled:
    """Gives a block's title another status, unless it stands in a block about how to write one."""

    def __init__(self, page: Path) -> None:
        self._quoted = {line for block in fences.find(page) if block.reason for line in block.lines}

    def __call__(self, line: str) -> str | None:
        found = _TITLE.fullmatch(line)
        if not found or line in self._quoted:
            return None
        return f"{found[1]}{int(found[2]) + 1}{found[3]}"


def _without_reason(line: str) -> str | None:
    return "" if line.lstrip().startswith("<!-- not run: ") else None  # else it is prose about it


def _to_no_anchor(line: str) -> str | None:
    found = re.match(r"(.*\]\([^)\s:]*#)([^)\s]+)(\).*)", line)
    return f"{found[1]}{found[2]}s{found[3]}" if found else None


def _to_no_page(line: str) -> str | None:
    found = re.match(r"(.*\]\()([^)\s:#]+)\.md([^)\s]*\).*)", line)
    return f"{found[1]}{found[2]}s.md{found[3]}" if found else None


class Renamed:
    """Renames a heading to which some page links by its anchor."""

    def __init__(self, page: Path) -> None:
        self._linked = _anchors_linked_to(page)

    def __call__(self, line: str) -> str | None:
        heading = re.fullmatch(r"(#{2,6} )([^{]+?)( \{ #([\w-]+) \})?", line)
        if not heading:
            return None
        anchor = heading[4] or re.sub(r"[^\w\s-]", "", heading[2].lower()).replace(" ", "-")
        if anchor not in self._linked:
            return None
        if heading[4]:
            return f"{heading[1]}{heading[2]} {{ #{anchor}s }}"
        return f"{heading[1]}{heading[2]} now"


def _anchors_linked_to(page: Path) -> set[str]:
    found = set[str]()
    for other in fences.pages():
        for target, anchor in re.findall(r"\]\(([^)\s:#]*)#([^)\s]+)\)", other.read_text()):
            if (other.parent / target).resolve() == page if target else other == page:
                found.add(anchor)
    return found


def _not_in_the_menu(line: str) -> str | None:
    return "" if _MENU_ENTRY.fullmatch(line) else None


def _leading_nowhere(line: str) -> str | None:
    return re.sub(r"(\.\w+)$", r"s\1", line) if _MENU_ENTRY.fullmatch(line) else None


def _of_notebook(file: Path) -> Iterator[Change]:
    """Change each stored output, and each cell that is run."""
    name, text = file.stem, file.read_text()
    for number, cell in enumerate(json.loads(text)["cells"]):
        for key, kind in (("outputs", "a stale output"), ("source", "a cell that wasn't run")):
            changed = json.loads(text)
            if cell["cell_type"] == "code" and _broken_cell(changed["cells"][number], key):
                written = json.dumps(changed, ensure_ascii=False, indent=2) + "\n"
                yield whole(f"notebook: {kind}", file, written, name)


def _broken_cell(cell: dict[str, object], key: str) -> bool:
    before = json.dumps(cell[key])
    for digit in "0123456789":
        if digit in before:
            after = before.replace(digit, str((int(digit) + 1) % 10))
            cell[key] = json.loads(after)
            return True
    return False
