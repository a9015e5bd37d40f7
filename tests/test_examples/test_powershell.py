"""Scripts in PowerShell, and what reads them: the workflow for Windows runs them."""

from pathlib import Path

import pytest
from etm_docs.examples import example, powershell, report, request

SCRIPTS = example.powershell_scripts()

TOKEN = "etm_token"  # noqa: S105 - of nobody

REQUEST = """\
POST /api/v3/scenarios?a=1&b=$x HTTP/2
Host: engine.energytransitionmodel.com
Accept: application/json
Authorization: Bearer $ETM_API_TOKEN
Content-Type: application/json

{"scenario": {"source": "it's `$HOME` \\"here\\""}}
"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_script_is_powershell(script: Path) -> None:
    """The grammar reads it without an error."""
    try:
        powershell.check(script.read_text())
    except powershell.NotUnderstood as error:
        pytest.fail(report.failure(script, error.line, str(error)), pytrace=False)


def test_scripts_are_found() -> None:
    """Finding no script is a failure, not a success."""
    assert SCRIPTS


def test_what_is_written_is_read_back() -> None:
    """Quotes, dollars and backticks mean nothing in it; the token gets its value."""
    [printed] = request.parse(REQUEST)
    script = powershell.written(printed)
    assert powershell.sent(script, TOKEN) == [request.expected(printed.with_token(TOKEN))]


@pytest.mark.parametrize(
    ("script", "line", "said"),
    [
        ("$request = @{\n  Uri = }\n", 2, "this is no PowerShell"),
        ("Get-Date\n", 1, "none of what examples need"),
        ('$request = @{ Uri = "https://x.org/$env:HOME" }\n', 1, "has no value"),
        ('$x = @{ Uri = "https://x.org"; Proxy = "x" }\nInvoke-RestMethod @x\n', 2, "Proxy"),
        ("Invoke-RestMethod https://x.org\n", 1, "give Invoke-RestMethod one table"),
    ],
)
def test_what_is_not_understood_is_named(script: str, line: int, said: str) -> None:
    """A mistake, or what no example needs, names its line."""
    with pytest.raises(powershell.NotUnderstood, match=said) as raised:
        powershell.sent(script, TOKEN)
    assert raised.value.line == line
