"""Shows each example as one panel: a bar with its name and what can be done, code, answer.

The bars are in the page as it is built, so that nothing moves when scripts start.
"""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

NAMES: Final = {
    "bash": "Terminal",
    "sh": "Terminal",
    "powershell": "PowerShell",
    "bat": "Command Prompt",
    "text": "Output",
    "python": "Python",
    "javascript": "JavaScript",
    "r": "R",
    "julia": "Julia",
    "matlab": "MATLAB",
    "http": "HTTP",
    "json": "JSON",
    "toml": "TOML",
    "yaml": "YAML",
    "markdown": "Markdown",
}
"""What a bar calls a block without a title, by the language of its fence."""

LONG: Final = 18
"""How many lines of an answer are shown at first; a few more are all shown."""

_ANSWER: Final = re.compile(r"(?P<status>\d)\d\d |Answer$|Output$")
_LANGUAGE: Final = re.compile(r"language-(\w+)")


def framed(html: str, help_address: str) -> str:
    """Put each example of a page's content into a panel.

    Blocks are those of ``pymdownx.highlight`` with ``pygments_lang_class``. ``data-run`` on a block
    gives it a Run button, ``data-file`` names its file. An answer right after a request joins its
    panel. ``help_address`` is where the help about Run is, from the page.
    """
    content = BeautifulSoup(html, "html.parser")
    for paragraph in content.select("p:has(> .highlight)"):
        paragraph.unwrap()  # Markdown puts a block into one with a comment on the line before
    # Space, punctuation and names have the text's colour, and are half of what a browser styles.
    for plain in content.select(".highlight :is(.w, .p, .n)"):
        plain.unwrap()
    for block in content.select(".highlight"):
        block.insert(0, _bar(content, block, help_address))
    for labels in content.select(".tabbed-labels"):
        labels["data-search-exclude"] = ""
    for first in content.select(".tabbed-set, .highlight"):
        tabs = _is_tabs(first)
        if first.find_parent(class_="panel") or (tabs and not _holds_code_alone(first)):
            continue
        followed = _next_element(first.next_sibling)
        panel = first.wrap(content.new_tag("div", attrs={"class": "panel"}))
        while followed is not None and "answer" in _classes(followed):
            after = _next_element(followed.next_sibling)
            panel.append(followed.extract())
            followed = after
    return str(content)


def _bar(content: BeautifulSoup, block: Tag, help_address: str) -> Tag:
    language = _LANGUAGE.search(" ".join(_classes(block)))
    title = block.find("span", class_="filename", recursive=False)
    text = title.get_text() if isinstance(title, Tag) else ""
    if isinstance(title, Tag):
        title.extract()
    written_in = language[1] if language else "python"  # a notebook's cell
    name = text or str(block.get("data-file", "")) or NAMES.get(written_in, written_in)
    answer = _ANSWER.match(name)
    if answer:
        block["class"] = " ".join([*_classes(block), "answer"])
        if answer["status"]:
            block["data-status"] = answer["status"]
        lines = block.get_text().count("\n")
        if lines > LONG + 4:
            _fold(content, block, lines)
    # No `div`: the theme's search would end what it leaves out at the end of an inner one.
    bar = content.new_tag("header", attrs={"class": "bar"})
    label = content.new_tag("span", attrs={"class": "filename"})
    label.string = name
    bar.append(label)
    about = f": {name}" if text or block.get("data-file") else " this code"
    if block.get("data-run"):
        about_run = content.new_tag(
            "a", href=help_address, attrs={"class": "bar__help", "aria-label": "What Run does"}
        )
        about_run.string = "?"
        bar.extend([_button(content, "run-button", "Run", f"Run{about}"), about_run])
        bar.append(_button(content, "edit", "Edit", f"Edit{about}"))
    bar.append(_button(content, "copy", "Copy", f"Copy{about}"))
    return bar


def _fold(content: BeautifulSoup, block: Tag, lines: int) -> None:
    block["class"] = " ".join([*_classes(block), "folded"])
    button = _button(content, "show-all", f"Show all {lines} lines", "")
    del button["aria-label"]
    button["aria-expanded"] = "false"
    block.append(button)


def _button(content: BeautifulSoup, name: str, text: str, label: str) -> Tag:
    made = content.new_tag("button", type="button", attrs={"class": name, "aria-label": label})
    made.string = text
    return made


def _classes(element: Tag) -> list[str]:
    return " ".join(element.get_attribute_list("class")).split()


def _is_tabs(element: Tag) -> bool:
    return "tabbed-set" in _classes(element)


def _holds_code_alone(tabs: Tag) -> bool:
    """Say whether each tab is one block of code and nothing else."""
    for block in tabs.select(":scope > .tabbed-content > .tabbed-block"):
        inside = block.find_all(True, recursive=False)
        if len(inside) != 1 or "highlight" not in _classes(inside[0]):
            return False
    return True


def _next_element(start: object) -> Tag | None:
    """Give the element after white space and comments, ``None`` if text or nothing follows."""
    while isinstance(start, Comment) or (isinstance(start, NavigableString) and not start.strip()):
        start = start.next_sibling
    return start if isinstance(start, Tag) else None
