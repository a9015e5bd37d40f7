"""The fields of a ``multipart/form-data`` body, as Rack reads them.

Source: ``Rack::Multipart::Parser`` of Rack 3.2.
"""

import re
from collections.abc import Iterator
from typing import Final

_BOUNDARY: Final = re.compile(r'multipart/.*?boundary="?([^";,]+)"?', re.IGNORECASE)
_DISPOSITION: Final = re.compile(
    rb"^Content-Disposition:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE
)
_TYPE: Final = re.compile(rb"^Content-Type:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_PARAMETER: Final = re.compile(rb'\s*([^=;]+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))[^;]*;?')


class Incomplete(ValueError):  # noqa: N818 - says what the body is
    """A body that ends before its last boundary."""


def boundary(header: str) -> bytes | None:
    """Give the boundary that a content type names, ``None`` if it names none."""
    found = _BOUNDARY.match(header)
    return found[1].encode("latin-1") if found else None


def fields(body: bytes, between: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give name and content of each field that is no file, in their order.

    ``between`` is the boundary. Raises :class:`Incomplete`.
    """
    line = re.compile(rb"--" + re.escape(between) + rb"(\r\n|--)")
    found = next((each for each in line.finditer(body) if _begins_line(body, each.start())), None)
    while found and found[1] == b"--":
        if body[found.start() :] == b"--" + between + b"--\r\n" and not found.start():
            return
        found = line.search(body, found.end())
    while found and found[1] != b"--":
        head, empty_line, _ = body[found.end() :].partition(b"\r\n\r\n")
        start = found.end() + len(head) + 4
        if not empty_line:
            break
        found = next(
            (
                each
                for each in line.finditer(body, start)
                if _begins_line(body, each.start(), start)
            ),
            None,
        )
        if found is None:
            break
        name, is_file = _name(head)
        if not is_file:
            yield name, body[start : max(start, found.start() - 2)]
    if found is None or found[1] != b"--":
        raise Incomplete


def _begins_line(body: bytes, place: int, start: int = 0) -> bool:
    return place == start or body[place - 2 : place] == b"\r\n"


def _name(head: bytes) -> tuple[bytes, bool]:
    """Read a field's name in its header, and whether it is a file."""
    disposition, declared = _DISPOSITION.search(head), _TYPE.search(head)
    parameters = {
        each[1].lower(): re.sub(rb"\\(.)", rb"\1", each[2]) if each[2] is not None else each[3]
        for each in _PARAMETER.finditer(disposition[1].partition(b";")[2] if disposition else b"")
    }
    name = parameters.get(b"name", b"").strip()
    return name or (declared[1] if declared else b"text/plain") + b"[]", b"filename" in parameters
