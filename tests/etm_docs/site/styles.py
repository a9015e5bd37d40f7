"""Makes the theme's style sheets lighter: what nothing on the site can use is left out.

A rule stays if each class, and each value of an attribute, that one of its selectors asks for
stands somewhere in the site's tags or scripts; so does a custom property or an animation that
something refers to. Nothing here knows the theme's names but ``_COSTLY`` and ``_ANY_TABLE``.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import tinycss2
from etm_docs.site import hashed
from tinycss2.ast import AtRule, Declaration, QualifiedRule

_WORD: Final = re.compile(r"-*\w[\w-]*")
_MARKUP: Final = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]*>", re.S)
_CONDITION: Final = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_CLASS: Final = re.compile(r"\.((?:[\w-]|\\.)+)")
_ATTRIBUTE: Final = re.compile(r"\[[\w-]+[~^$*|]?=[\"']?([^\"'\]]*)")
_VARIABLE: Final = re.compile(r"var\(\s*(--[\w-]+)")
_ANIMATION: Final = re.compile(r"animation(?:-name)?:([^;}]*)")
_TAB: Final = re.compile(r"\binput:nth-child\(\d+\)")
_TABS: Final = re.compile(r'data-tabs="\d+:(\d+)"')
# These select by what may be anywhere, so that browsers compute all styles anew as a page starts.
# The first keeps colours from fading while a reader changes the palette; the second sets off what
# follows a table until the theme's script gives the table a box of its own.
_COSTLY: Final = ("[data-md-color-switching]", "table:not([class])+*")
# With `[class]` here, a class that is set anywhere makes browsers compute all styles inside anew.
_ANY_TABLE: Final = ("table:not([class])", "table:not(._)")
_CLASSED_TABLE: Final = re.compile(r"<table\b[^>]*\bclass=")
_CONDITIONAL: Final = {"media", "supports", "layer", "container"}


def lighten(site: Path) -> None:
    """Rewrite the theme's style sheets in the folder of a built site, under names of their own."""
    sheets = sorted((site / "assets" / "stylesheets").glob("*.min.css"))
    pages = sorted(site.rglob("*.html"))
    markup = [part for page in pages for part in _MARKUP.findall(page.read_text())]
    others = ["".join(markup), *(file.read_text() for file in site.rglob("*.js"))]
    own = "".join(file.read_text() for file in (site / "assets").glob("*.css"))
    words = {word for text in others for word in _WORD.findall(text)}
    most = max((int(tabs) for text in others for tabs in _TABS.findall(text)), default=0)
    words |= {f"input:nth-child({tab})" for tab in range(1, most + 1)}
    texts = {sheet: _lighter(_parsed(sheet.read_text()), words, None) for sheet in sheets}
    if not any(_CLASSED_TABLE.match(part) for part in markup):
        texts = {sheet: text.replace(*_ANY_TABLE) for sheet, text in texts.items()}
    while True:  # what is left out may have been the last to refer to something else
        styles = own + "".join(texts.values())
        referred = words.union(*map(_names, [styles, *others]))
        fewer = {sheet: _lighter(_parsed(text), words, referred) for sheet, text in texts.items()}
        if fewer == texts:
            break
        texts = fewer
    hashed.rewrite(site, texts)


def _parsed(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _names(text: str) -> set[str]:
    """List the custom properties and the words of animations that a text refers to."""
    animations = " ".join(_ANIMATION.findall(text))
    return {*_VARIABLE.findall(text), *_WORD.findall(animations)}


def _lighter(rules: Iterable[Any], words: set[str], names: set[str] | None) -> str:
    """Write the rules that can match; with ``names``, without definitions that none refers to."""
    return "".join(_kept(rules, words, names))


def _kept(rules: Iterable[Any], words: set[str], names: set[str] | None) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [each for each in _selectors(rule) if _can_match(each, words)]
            content = _declarations(rule, names)
            if selectors and content:
                yield f"{','.join(selectors)}{{{content}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in _CONDITIONAL and rule.content:
            inside = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            if text := _lighter(inside, words, names):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword == "keyframes":
            name = tinycss2.serialize(rule.prelude).strip()
            if names is None or name in names:
                yield rule.serialize()
        else:
            yield rule.serialize()


def _selectors(rule: QualifiedRule) -> list[str]:
    """Split a rule's selectors at the commas between them."""
    parts: list[list[Any]] = [[]]
    for token in rule.prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _can_match(selector: str, words: set[str]) -> bool:
    asked = _CONDITION.sub("", selector)  # what stands in these may be absent
    values = (value for text in _ATTRIBUTE.findall(asked) for value in _WORD.findall(text))
    classes = (name.replace("\\", "") for name in _CLASS.findall(re.sub(r"\[[^\]]*\]", "", asked)))
    asks = (*values, *classes, *_TAB.findall(asked))
    return not any(part in selector for part in _COSTLY) and words.issuperset(asks)


def _declarations(rule: QualifiedRule, names: set[str] | None) -> str:
    declared = tinycss2.parse_declaration_list(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return ";".join(
        each.serialize()
        for each in declared
        if not isinstance(each, Declaration)
        or not each.name.startswith("--")
        or names is None
        or each.name in names
    )
