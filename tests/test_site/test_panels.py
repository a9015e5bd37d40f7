"""Panels: the bar of a block, and which blocks make one example."""

from bs4 import BeautifulSoup, Tag
from etm_docs.site import panels

HELP = "../help/"


def block(language: str, code: str, title: str = "", attributes: str = "") -> str:
    """Write a block as ``pymdownx.highlight`` does."""
    name = f'<span class="filename">{title}</span>' if title else ""
    inside = f"{name}<pre><span></span><code>{code}</code></pre>"
    return f'<div class="language-{language} highlight"{attributes}>{inside}</div>'


LS = block("sh", "ls\n")


def tabs(*blocks: str) -> str:
    """Write a set of tabs as ``pymdownx.tabbed`` does."""
    inside = "".join(f'<div class="tabbed-block">\n{each}\n</div>\n' for each in blocks)
    labels = '<div class="tabbed-labels"><label>curl</label></div>'
    return f'<div class="tabbed-set">{labels}\n<div class="tabbed-content">{inside}</div>\n</div>'


def framed(html: str) -> Tag:
    """Frame a page's content, and read it."""
    return BeautifulSoup(panels.framed(html, HELP), "html.parser")


def names(content: Tag) -> list[list[str]]:
    """List the names in the bars of each panel."""
    return [
        [name.get_text() for name in panel.select(".bar > .filename")]
        for panel in content.select(".panel")
    ]


def test_an_answer_joins_its_request() -> None:
    """Also when a comment stands between; not when text does, nor another request."""
    request, answer = block("sh", "curl x\n"), block("json", "{}\n", "200 OK")
    for between, wanted in {
        "\n": [["Terminal", "200 OK"]],
        "\n<!-- a comment -->\n": [["Terminal", "200 OK"]],
        "\n<p>Text</p>\n": [["Terminal"], ["200 OK"]],
        f"\n{request}\n": [["Terminal"], ["Terminal", "200 OK"]],
    }.items():
        assert names(framed(request + between + answer)) == wanted
    assert names(framed(tabs(request, request) + answer)) == [["Terminal", "Terminal", "200 OK"]]


def test_tabs_that_hold_more_than_code_are_no_panel() -> None:
    """Their blocks are panels of their own."""
    content = framed(tabs("<p>Text</p>\n" + LS + block("text", "a\n")))
    assert names(content) == [["Terminal", "Output"]]
    assert content.select_one(".tabbed-block .panel")
    assert not content.select_one(".panel .tabbed-set")


def test_a_block_with_a_comment_before_it_is_no_paragraph() -> None:
    """Markdown puts both into one, which browsers take apart."""
    content = framed(tabs(f"<p><!-- not run: x -->\n{LS}</p>"))
    assert content.select_one(".panel > .tabbed-set")
    assert not content.select("p")


def test_the_bar_names_the_block() -> None:
    """By its title, else its file, else its language; a status has its colour."""
    assert names(framed(block("json", "{}\n", "403 Forbidden"))) == [["403 Forbidden"]]
    assert names(framed(block("r", "1\n", attributes=' data-file="list.R"'))) == [["list.R"]]
    assert names(framed(block("powershell", "ls\n"))) == [["PowerShell"]]
    refused = framed(block("json", "{}\n", "403 Forbidden")).select_one(".answer")
    assert refused is not None
    assert refused["data-status"] == "4"


def test_what_runs_has_buttons_for_it() -> None:
    """Run, its help, and Edit; all else can only be copied."""
    plain = framed(block("sh", "ls\n"))
    assert [each.get_text() for each in plain.select(".bar > :not(.filename)")] == ["Copy"]
    runs = framed(block("sh", "curl x\n", attributes=' data-run="curl"'))
    actions = [each.get_text() for each in runs.select(".bar > :not(.filename)")]
    assert actions == ["Run", "?", "Edit", "Copy"]
    link = runs.select_one(".bar > a")
    assert link is not None
    assert link["href"] == HELP


def test_only_long_answers_are_folded() -> None:
    """And no request is; the code is the same to the last character."""
    for lines, folded in {panels.LONG + 4: False, panels.LONG + 5: True}.items():
        code = "1 &lt; 2 &amp;amp;\n" * lines
        answer = framed(block("json", code, "200 OK"))
        assert bool(answer.select(".folded .show-all")) is folded
        assert answer.select("code")[0].get_text() == "1 < 2 &amp;\n" * lines
        assert not framed(block("json", code, "You send")).select(".folded")
