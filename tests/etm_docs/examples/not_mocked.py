"""The table of what the real API has and the mock has not."""

import re
from collections import defaultdict
from typing import Final

from etm_mock.api import unmocked

from etm_docs.examples.markdown import code, table

_SCENARIO: Final = "/scenarios/{id}"


def not_mocked() -> str:
    """Make the table: the endpoints of each thing, with their methods."""
    found = defaultdict[str, dict[str, list[str]]](lambda: defaultdict(list))
    for methods, path in unmocked.routes(""):
        if path == "/user":  # to delete an account is not for the pages
            continue
        shown = re.sub(r":\w*id\b|\*id\b", "{id}", path)
        shown = re.sub(r":(\w+)", r"{\1}", shown)
        thing = shown.removeprefix(_SCENARIO).removeprefix("/scenarios").split("/")[1]
        found[thing][shown] += methods.split()
    rows = [
        [
            code(thing),
            "<br>".join(
                f"{', '.join(dict.fromkeys(methods))} {code(path)}"
                for path, methods in found[thing].items()
            ),
        ]
        for thing in sorted(found)
    ]
    return table(["About", "Endpoints, after `/api/v3`"], rows)
