"""Reads the shell commands of the pages: curl, and variables that are set for it.

What else a shell may do is refused by name. Nothing is guessed.
"""

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Final

_NAME: Final = r"[A-Za-z_]\w*"
_VARIABLE: Final = re.compile(rf"\$(?:({_NAME})|\{{({_NAME})\}})")
_ASSIGNMENT: Final = re.compile(rf"({_NAME})=(.*)", re.S)
_SINGLE: Final = {"'": re.compile(r"'([^']*)'"), "\\": re.compile(r"\\(.)", re.S)}
_DOUBLE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_END: Final = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|;|&&|\Z)")
_PLAIN: Final = re.compile(r"[\w./:,=@%+~^?\[\]{}-]")


class NotUnderstood(ValueError):  # noqa: N818 - it says what is the matter
    """A command or a request that this page can't run; the message says which part, and why."""


@dataclass(frozen=True)
class Curl:
    """A request of a curl command. ``with_headers`` says that curl prints the answer's too."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str | None
    with_headers: bool


def requests(text: str, variables: MutableMapping[str, str]) -> Iterator[Curl]:
    """Give the requests of a script, one after the other; set its variables on the way.

    Raises :class:`NotUnderstood`.
    """
    for words in _commands(text, variables):
        if words[0] == "export" and len(words) > 1:
            words = words[1:]
        assignments = [_ASSIGNMENT.fullmatch(word) for word in words]
        if all(assignments):
            variables.update({each[1]: each[2] for each in assignments if each})
        elif words[0] == "curl":
            yield _curl(words[1:])
        else:
            raise NotUnderstood(f"`{words[0]}` can't run on this page: copy it into a terminal")


def _commands(text: str, variables: MutableMapping[str, str]) -> Iterator[list[str]]:
    """Part a text into commands, and these into words, as a shell does."""
    words: list[str] = []
    word: str | None = None
    at = 0
    while True:
        if text.startswith("\\\n", at):
            at += 2
        elif word is None and text[at : at + 1] in (" ", "\t"):
            at += 1
        elif (end := _END.match(text, at)) and (word is None or not text.startswith("#", at)):
            if word is not None:
                words.append(word)
            if words:
                yield words
            if end.end() >= len(text):
                return
            words, word, at = [], None, end.end()
        elif text[at] in " \t":
            words.append(word or "")
            word, at = None, at + 1
        else:
            part, at = _part(text, at, variables)
            word = (word or "") + part


def _part(text: str, at: int, variables: MutableMapping[str, str]) -> tuple[str, int]:
    """Read a quoted text, a variable or a plain character; give it, and where it ends."""
    if text[at] == '"':
        if found := _DOUBLE.match(text, at):
            return _expanded(found[1], variables), found.end()
    elif pattern := _SINGLE.get(text[at]):
        if found := pattern.match(text, at):
            return found[1], found.end()
    elif text[at] == "$":
        if found := _VARIABLE.match(text, at):
            return _value(found, variables), found.end()
    elif _PLAIN.match(text[at]) or ord(text[at]) > 127:
        return text[at], at + 1
    line = text.count("\n", 0, at) + 1
    raise NotUnderstood(
        f"line {line}: this page can't read on from {text[at : at + 10]!r}:"
        " copy the command into a terminal"
    )


def _expanded(quoted: str, variables: MutableMapping[str, str]) -> str:
    """Give what stands in double quotes, the variables replaced."""
    if "`" in quoted or "$(" in quoted:
        raise NotUnderstood("a command inside a command can't run on this page")
    parts = re.split(r"(\\[\"\\$`\n])", quoted)
    parts[::2] = [
        _VARIABLE.sub(lambda found: _value(found, variables), each) for each in parts[::2]
    ]
    parts[1::2] = [each[1:].replace("\n", "") for each in parts[1::2]]
    return "".join(parts)


def _value(found: "re.Match[str]", variables: MutableMapping[str, str]) -> str:
    return variables.get(found[1] or found[2], "")


def _curl(words: list[str]) -> Curl:
    method, body, with_headers = None, None, False
    headers: list[tuple[str, str]] = []
    addresses = []
    rest = iter(words)
    for word in rest:
        if word in ("-X", "--request"):
            method = _next(rest, word)
        elif word in ("-H", "--header"):
            name, _, value = _next(rest, word).partition(":")
            headers.append((name, value.strip()))
        elif word in ("-d", "--data"):
            body = _next(rest, word)
        elif word in ("-i", "--include"):
            with_headers = True
        elif word in ("-s", "-S", "-sS", "--silent", "--show-error", "--fail-with-body"):
            continue
        elif word.startswith("-"):
            raise NotUnderstood(f"curl's option `{word}` can't run on this page")
        else:
            addresses.append(word)
    if len(addresses) != 1:
        raise NotUnderstood(f"this page wants one address for curl, and found {len(addresses)}")
    names = {name.lower() for name, _ in headers}
    if body is not None and "content-type" not in names:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    if "accept" not in names:
        headers.append(("Accept", "*/*"))
    chosen = method or ("GET" if body is None else "POST")
    return Curl(chosen, addresses[0], tuple(headers), body, with_headers)


def _next(rest: Iterator[str], option: str) -> str:
    try:
        return next(rest)
    except StopIteration:
        raise NotUnderstood(f"curl's option `{option}` wants a value") from None
