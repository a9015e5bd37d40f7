"""Limits what a page may load: its Content Security Policy."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Final, Literal

Scripts = Literal["hashed", "any inline"]
"""The inline scripts that a page may run: those it was built with, or any."""

FRAME: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src blob:"
)
"""What may be loaded by examples that run: a worker has its policy from what makes its ``blob:``.

A worker at an address of the site has none of its own, so there may be no such worker.
"""

_CHARSET: Final = re.compile(r"<meta charset=[^>]*>")
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def restricted(page: str, scripts: Scripts) -> str:
    """Give an HTML page with a policy: it loads from the site alone."""
    policy = "; ".join(_policy(page, scripts))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(rf"\g<0>{tag}", page, count=1)


def frame() -> str:
    """Give the HTML page that makes the worker in which examples run."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{FRAME}">'
    return f"<!doctype html><html><head><meta charset=utf-8>{tag}<title>Run</title></head></html>"


def _policy(page: str, scripts: Scripts) -> Iterator[str]:
    yield "default-src 'self'"  # Firefox loads the next page ahead, and asks this directive
    yield "object-src 'none'"
    yield "frame-src 'self'"  # the frame in which examples run
    yield " ".join(["script-src 'self'", *(_hashes(page) if scripts == "hashed" else _ANY)])
    yield "style-src 'self' 'unsafe-inline'"
    yield "img-src 'self' data:"
    yield "connect-src 'self'"
    yield "worker-src 'self'"
    yield "form-action 'self'"
    yield "base-uri 'self'"


_ANY: Final = ["'unsafe-inline'"]


def _hashes(page: str) -> list[str]:
    digests = (hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(page))
    return sorted({f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests})
