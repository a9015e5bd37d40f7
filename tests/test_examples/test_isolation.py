"""Examples reach the mock through the proxy, and nothing else, whatever they try."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from etm_docs.examples import example, variants
from etm_docs.paths import SNIPPETS
from etm_mock.server import RunningMock

PROXY_VARIABLES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}
SCRIPT = SNIPPETS / "list-scenarios" / "curl.sh"


def without_proxy(mock: RunningMock) -> dict[str, str]:
    """Give the environment of an example, the proxy's variables removed."""
    return {
        name: value
        for name, value in mock.environment().items()
        if name.upper() not in PROXY_VARIABLES
    }


def test_curl_stays_on_loopback_without_the_proxy(mock: RunningMock, tmp_path: Path) -> None:
    """Without the proxy, curl's own settings hold it on the loopback interface."""
    result = variants.run_shell(SCRIPT, without_proxy(mock), tmp_path)
    assert result.returncode != 0
    assert result.stdout == ""
    assert mock.control.requests() == []


def test_curl_cannot_reach_an_address_without_the_proxy(mock: RunningMock, tmp_path: Path) -> None:
    """Nor does an address that needs no look-up: one of those kept for documentation."""
    script = tmp_path / "reach.sh"
    script.write_text("curl --max-time 20 https://192.0.2.1/\n")
    result = variants.run_shell(script, without_proxy(mock), tmp_path)
    assert result.returncode in {7, 45}, result.stderr  # could not connect, or not bind


@pytest.mark.parametrize(
    "address", ["https://engine.energytransitionmodel.com", "https://192.0.2.1"]
)
def test_python_cannot_leave_without_the_proxy(address: str) -> None:
    """The tests' own process refuses to look up or to connect to another machine."""
    with pytest.raises(BaseException, match="a test tried to reach"):
        httpx.get(address, trust_env=False)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/",
        "https://engine.energytransitionmodel.com.example.com/",
        "https://engine.energytransitionmodel.com:8443/",
        "http://engine.energytransitionmodel.com/",
    ],
)
def test_proxy_refuses_what_is_not_the_service(address: str, mock: RunningMock) -> None:
    """The proxy leads the service's host names to the mock, and refuses everything else."""
    with httpx.Client(proxy=mock.proxy_url, trust_env=False) as client:
        if address.startswith("https"):
            with pytest.raises(httpx.ProxyError, match="403"):
                client.get(address)
        else:
            answer = client.get(address)
            assert answer.status_code == 403
            assert "only https://" in answer.text


def test_authority_is_needed(mock: RunningMock) -> None:
    """A client that doesn't trust the mock's authority doesn't talk to it: nothing is patched."""
    with (
        httpx.Client(proxy=mock.proxy_url, trust_env=False) as client,
        pytest.raises(httpx.ConnectError, match="certificate verify failed"),
    ):
        client.get("https://engine.energytransitionmodel.com/api/v3/scenarios")


@pytest.mark.parametrize("variant", ["curl", "python"])
def test_a_plain_process_runs_the_file(variant: str, mock: RunningMock, tmp_path: Path) -> None:
    """The files run in processes of their own as well, from an empty folder."""
    found = example.load(SNIPPETS / "check-token")
    if variant == "curl":
        result = variants.run_shell(found.file("curl"), mock.environment(), tmp_path)
        printed = result.stdout
    else:
        printed = subprocess.run(  # noqa: S603 - the example itself
            [sys.executable, "-I", str(found.file("python"))],
            env=mock.environment(),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert "scenarios:delete" in printed


ADDRESS = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001"

OTHER_PROGRAMS = {
    "requests": [
        sys.executable,
        "-c",
        f"import requests; print(requests.get('{ADDRESS}').json()['area_code'])",
    ],
    "Node.js": [
        str(Path(sys.executable).with_name("node")),
        "-e",
        f"fetch('{ADDRESS}').then((a) => a.json()).then((s) => console.log(s.area_code))",
    ],
}
"""Programs that follow the usual variables by themselves, and are in no example."""


@pytest.mark.parametrize("program", OTHER_PROGRAMS)
def test_other_programs_follow_the_variables(
    program: str, mock: RunningMock, tmp_path: Path
) -> None:
    """A reader's own program reaches the mock under the ETM's address."""
    result = subprocess.run(  # noqa: S603 - our own lines
        OTHER_PROGRAMS[program],
        env={"PATH": "", "HOME": str(tmp_path), **mock.environment()},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout == "nl\n", result.stderr
    assert [each["path"] for each in mock.control.requests()] == ["/api/v3/scenarios/9000001"]
