"""Which requests count as the same, and what is said of those that don't."""

from pathlib import Path
from typing import Any

import pytest
from etm_docs.examples import report, request

PRINTED = """\
PUT /api/v3/user HTTP/2
Host: engine.energytransitionmodel.com
Accept: application/json
Authorization: Bearer $ETM_API_TOKEN
Content-Type: application/json

{"user": {"private_scenarios": true}}
"""

TOKEN = ("authorization", "Bearer $ETM_API_TOKEN")
JSON = ("content-type", "application/json")


def received(*headers: tuple[str, str], **changed: Any) -> dict[str, Any]:
    """Give a request as the mock's journal has it, in the form that is compared."""
    entry = {
        "method": "PUT",
        "host": "engine.energytransitionmodel.com",
        "path": "/api/v3/user",
        "query": "",
        "headers": [["user-agent", "any"], *map(list, headers)],
        "body": '{"user":{"private_scenarios":true}}',
    }
    return request.comparable({**entry, **changed})


def difference(got: dict[str, Any], tmp_path: Path) -> list[str]:
    """List the lines in which a request differs from the printed one."""
    file = tmp_path / "curl.sh"
    file.touch()
    [printed] = request.parse(PRINTED)
    problem = report.json_difference(file, request.expected(printed), got, "another request")
    lines = (problem or "").splitlines()
    return [f"{each[0]} {each[1:].strip()}" for each in lines if each[:2] in ("- ", "+ ")]


@pytest.mark.parametrize("headers", [(TOKEN, JSON), (JSON, TOKEN)])
def test_the_order_of_headers_says_nothing(
    headers: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    """Each client sends them in an order of its own; a report names only what differs."""
    assert difference(received(*headers), tmp_path) == []
    assert difference(received(*headers, method="POST"), tmp_path) == [
        '- "method": "PUT",',
        '+ "method": "POST",',
    ]


@pytest.mark.parametrize(
    ("headers", "changed", "lines"),
    [
        (
            (TOKEN, ("content-type", "text/plain")),
            {},
            ['- "content-type": "application/json"', '+ "content-type": "text/plain"'],
        ),
        (
            (TOKEN,),
            {},
            [
                '- "authorization": "Bearer $ETM_API_TOKEN",',
                '- "content-type": "application/json"',
                '+ "authorization": "Bearer $ETM_API_TOKEN"',
            ],
        ),
        ((TOKEN, JSON), {"query": "a=1"}, ['- "query": "",', '+ "query": "a=1",']),
        (
            (TOKEN, JSON),
            {"body": '{"user":{"private_scenarios":false}}'},
            ['- "private_scenarios": true', '+ "private_scenarios": false'],
        ),
    ],
    ids=["another content type", "no content type", "another query", "another body"],
)
def test_what_makes_a_request_another(
    headers: tuple[tuple[str, str], ...],
    changed: dict[str, Any],
    lines: list[str],
    tmp_path: Path,
) -> None:
    """The header that says what the body is, the query and the body have to be the same."""
    found = difference(received(*headers, **changed), tmp_path)
    assert found == lines
