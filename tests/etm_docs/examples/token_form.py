"""A token of today's form, to be shown: its fields are real ones, its signature is not.

Source: quintel/my-etm d190fcc, config/initializers/doorkeeper_jwt.rb, ``token_payload``.
"""

import base64
import hashlib
import json
from typing import Any, Final

from etm_mock.fixtures import DEMO_EMAIL

from etm_docs.paths import SNIPPETS

FILE: Final = SNIPPETS / "read-a-token" / "token.txt"

_CREATED: Final = 1_756_803_600
_MONTH: Final = 30 * 24 * 60 * 60

_HEADER: Final = {"kid": hashlib.sha256(b"no key").hexdigest(), "alg": "RS256"}

_FIELDS: Final[dict[str, Any]] = {
    "iss": "https://my.energytransitionmodel.com",
    "iat": _CREATED,
    "aud": "https://engine.energytransitionmodel.com https://2025-01.engine.energytransitionmodel.com",
    "scopes": ["openid", "public", "scenarios:read"],
    "jti": "00000000-0000-4000-8000-000000000000",
    "sub": 123,
    "user": {"id": 123, "email": DEMO_EMAIL, "name": "Alex de Vries", "admin": False},
    "exp": _CREATED + _MONTH,
}


def token() -> str:
    """Write the token, with a signature of zeros."""
    parts = [*(json.dumps(each, separators=(",", ":")).encode() for each in (_HEADER, _FIELDS))]
    return "etm_" + ".".join(map(_encoded, [*parts, bytes(256)])) + "\n"


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
