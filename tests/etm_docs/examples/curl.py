"""The house style of ``curl.sh``: what a reader can take in at a glance, and paste."""

import json
import re
from typing import Final

_LINES: Final = (
    r"(-i|-X (POST|PUT|PATCH|DELETE))",
    r'-H "Authorization: (Bearer|Token) (\$ETM_API_TOKEN|etm_\w+)"',
    r'-H "Content-Type: application/json"',
    r"-d '(?P<body>[^']*)'",
)


def written(method: str, url: str, *, with_token: bool, body: str | None) -> str:
    """Write a request in the house style; ``body`` is JSON."""
    lines = [f"curl {url}"]
    if method != "GET":
        lines.append(f"-X {method}")
    if with_token:
        lines.append('-H "Authorization: Bearer $ETM_API_TOKEN"')
    if body:
        lines += ['-H "Content-Type: application/json"', f"-d '{body}'"]
    return " \\\n  ".join(lines) + "\n"


def style_problem(text: str) -> tuple[int, str] | None:
    """Find the first line that is not in the house style: its number and what to write.

    The address stands on the first line, each option on a line of its own, indented by two
    spaces; a JSON body is on one line or indented as ``json.dumps`` does it.
    """
    text_in_style = r"curl https://\S+" + "".join(rf"( \\\n  {line})?" for line in _LINES) + r"\n"
    match = re.fullmatch(text_in_style, text)
    if match is None:
        return _first_odd_line(text), (
            "not in the house style: the address first, then -X, -H and -d, each on a line of its"
            " own, indented by two spaces, with a backslash at the end of the line before"
        )
    body = match["body"]
    if body is None:
        return None
    line = text[: match.start("body")].count("\n") + 1
    try:
        value = json.loads(body)
    except ValueError as error:
        return line, f"the body is not JSON: {error}"
    styles = [json.dumps(value, ensure_ascii=False, indent=indent) for indent in (None, 2)]
    return (
        None if body in styles else (line, f"write the body so:\n{styles[0]}\nor so:\n{styles[1]}")
    )


def _first_odd_line(text: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        wanted = (
            r"curl https://\S+"
            if number == 1
            else rf"  ({'|'.join(_LINES)})".replace("(?P<body>", "(")
        )
        if not re.fullmatch(rf"{wanted}( \\)?", line):
            return number
    return 1
