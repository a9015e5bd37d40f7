"""The format of an answer: what ``Accept``, a suffix and ``format`` ask for.

Source: Rails' ``ActionDispatch::Http::MimeNegotiation``, ``Mime::Type`` and ``PublicExceptions``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from etm_mock.rails.casts import is_falsy, to_f
from etm_mock.rails.failures import FrameworkError

ANY: Final = "*/*"
HTML: Final = "text/html"
JSON: Final = "application/json"
XML: Final = "application/xml"
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"

SYNONYMS: Final = {
    "application/xhtml+xml": HTML,
    "text/x-json": JSON,
    "application/jsonrequest": JSON,
    "application/problem+json": JSON,
    "application/x-xml": XML,
    "text/xml": XML,
    "application/javascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "audio/mp4": "audio/aac",
    "text/yaml": "application/x-yaml",
    "application/x-gzip": "application/gzip",
}
"""Other names of types that Rails knows."""

EXTENSIONS: Final = {
    "html": HTML,
    "xhtml": HTML,
    "txt": "text/plain",
    "text": "text/plain",
    "js": "text/javascript",
    "css": "text/css",
    "ics": "text/calendar",
    "csv": "text/csv",
    "vcf": "text/vcard",
    "vtt": "text/vtt",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "pjpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "tif": "image/tiff",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "mpeg": "video/mpeg",
    "mpg": "video/mpeg",
    "mpe": "video/mpeg",
    "mp1": "audio/mpeg",
    "mp2": "audio/mpeg",
    "mp3": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "spx": "audio/ogg",
    "opus": "audio/ogg",
    "m4a": "audio/aac",
    "mpg4": "audio/aac",
    "aac": "audio/aac",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "otf": "font/otf",
    "ttf": "font/ttf",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": XML,
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "yml": "application/x-yaml",
    "ad": "text/x-active-document",
    "multipart_form": MULTIPART,
    "url_encoded_form": FORM,
    "json": JSON,
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "gzip": "application/gzip",
}
"""Suffixes of the types that Rails and the engine register."""

_KNOWN: Final = {ANY, *EXTENSIONS.values()}

_NAME: Final = r"[a-zA-Z0-9][a-zA-Z0-9!#$&\-^_.+]{0,126}"
_TYPE: Final = re.compile(rf"\*/\*|{_NAME}/(?:\*|{_NAME})")
_ENTRY: Final = re.compile(r'[^,\s"](?:[^,"]|"[^"]*")*')
_BROWSER_LIKE: Final = re.compile(r",\s*\*/\*|\*/\*\s*,")
_QUALITY: Final = re.compile(r';\s*q="?')

_PAGES: Final = (404, 422, 500)
"""The statuses for which the engine has an HTML page; any other has an empty body."""


class InvalidMimeType(FrameworkError):  # noqa: N818 - Rails names it so
    """A content type, or an entry of ``Accept``, that names no type: 406."""

    def __init__(self) -> None:
        super().__init__(406)


def media_type(name: str) -> str:
    """Give the type that a name stands for. Raises :class:`InvalidMimeType`."""
    name = name.split(";")[0].rstrip()
    if not _TYPE.fullmatch(name):
        raise InvalidMimeType
    return SYNONYMS.get(name, name)


def content_type(header: str | None) -> str | None:
    """Give a body's type, ``None`` if none is declared. Raises :class:`InvalidMimeType`."""
    if header is None:
        return None
    return media_type(re.split("[,;]", header)[0].strip().lower())


@dataclass(frozen=True)
class Asked:
    """What a request says about the format of its answer.

    ``accept`` is its header. ``suffix`` is that of a known path, or the parameter ``format``.
    ``path`` is used only where neither says anything. ``by_script`` says whether the request has
    the header by which scripts of a page say so; then the type of its body, ``sent``, counts too.
    ``head`` says that no body is asked for.
    """

    accept: str
    path: str
    suffix: Any = None
    by_script: bool = False
    sent: str | None = None
    head: bool = False

    def formats(self) -> list[str]:
        """Give the types asked for, the preferred one first. Raises :class:`InvalidMimeType`."""
        accept = self.accept.strip()
        if not is_falsy(self.suffix):
            found = EXTENSIONS.get(self.suffix) if isinstance(self.suffix, str) else None
            return [found] if found else []
        if accept and (self.by_script or not _BROWSER_LIKE.search(accept)):
            return [name for name in _accepted(accept) if name in _KNOWN]
        if self.by_script and not accept and (sent := content_type(self.sent)):
            return [sent] if sent in _KNOWN else []
        extension = re.search(r"\.(\w+)\Z", self.path)
        found = EXTENSIONS.get(extension[1]) if extension else None
        return [found or HTML]

    def empty_body_type(self) -> str:
        """Give the content type of an answer without a body."""
        first = next(iter(self.formats()), HTML)
        return HTML if first == ANY else first


@dataclass
class _Accepted:
    """An entry of ``Accept``; its quality is in percent."""

    name: str
    quality: int


def _accepted(header: str) -> list[str]:
    if "," not in header:
        names = [name] if (name := _QUALITY.split(header)[0].strip()) else []
    else:
        found = map(_entry, _ENTRY.findall(header))
        entries = sorted((each for each in found if each.name), key=lambda each: -each.quality)
        _put_xml_in_order(entries)
        names = [each.name for each in entries]
    # A star in the second half stands for every type of its kind that Rails knows: HTML first.
    return [
        HTML if re.match(r"(text|application)/\*", name) else media_type(name) for name in names
    ]


def _entry(text: str) -> _Accepted:
    name, *rest = _QUALITY.split(text)
    name = name.strip()
    default = 0.0 if name == ANY else 1.0
    return _Accepted(name, int((to_f(rest[0]) if any(rest) else default) * 100))


def _put_xml_in_order(entries: list[_Accepted]) -> None:
    """Let the two names of XML be one, behind more special types of the same quality."""
    text, xml = (
        next((each for each in entries if each.name == name), None) for name in ("text/xml", XML)
    )
    if xml is None:
        return
    if text:
        xml.quality = max(text.quality, xml.quality)
        first, second = sorted((entries.index(text), entries.index(xml)))
        entries[first] = xml
        del entries[second]
    place = entries.index(xml)
    for index in range(place, len(entries)):
        if entries[index].quality < xml.quality:
            break
        if entries[index].name.endswith("+xml"):
            entries[place], entries[index], place = entries[index], xml, index


def framework_answer(status: int, asked: Asked) -> Response:
    """Write an error of the framework in the format asked for: JSON, XML or an HTML page."""
    try:
        first = next(iter(asked.formats()), None)
    except InvalidMimeType:
        first = HTML
    error = reason(status)
    if first == JSON:
        body = json.dumps({"status": status, "error": error}, separators=(",", ":"))
    elif first == XML:
        body = _xml({"status": status, "error": error})
    elif asked.head:
        first, body = first or "", ""
    else:
        first, body = HTML, _page(status, error) if status in _PAGES else ""
    return Response(body, status, media_type=f"{first}; charset=utf-8")


def reason(status: int) -> str:
    """Give the reason phrase of RFC 9110: Python before 3.13 has the older one of 422."""
    return "Unprocessable Content" if status == 422 else HTTPStatus(status).phrase


def _xml(body: Mapping[str, Any]) -> str:
    status, error = body["status"], body["error"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<hash>\n'
        f'  <status type="integer">{status}</status>\n  <error>{error}</error>\n</hash>\n'
    )


def _page(status: int, error: str) -> str:
    return f"<!doctype html>\n<title>{error} ({status})</title>\n<h1>{error}</h1>\n"
