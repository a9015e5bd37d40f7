"""The mock for other machines: its options, ``Containerfile``, and the page's ``compose.yaml``."""

import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml
from etm_docs.paths import ROOT, SNIPPETS
from etm_mock.fixtures import DEMO_TOKEN
from test_mock.test_cli import COMMAND, serving

NAME: Final = "etm-mock.localhost"
"""A host name that curl always takes for this machine."""

EXAMPLE: Final = SNIPPETS / "run-the-mock-in-a-container"

NAMESPACE: Final = """\
set -e
ip link set lo up
ip address add 10.77.0.2/32 dev lo
printf '127.0.0.1 localhost\\n10.77.0.2 etm-mock\\n' > {folder}/hosts
mount --bind {folder}/hosts /etc/hosts
{serve} & server=$!
until test -f {folder}/env.sh || ! kill -0 $server; do :; done
{client} || status=$?
kill $server
wait $server
exit ${{status:-0}}
"""
"""Runs a server at 10.77.0.2, and a client for which that is ``etm-mock``."""


def ask(url: str, path: str, host: str, source: str = "127.0.0.2") -> int:
    """Ask from an address that isn't this machine's own name; give the status."""
    address = urlsplit(url).netloc
    connection = http.client.HTTPConnection(address, source_address=(source, 0), timeout=30)
    connection.request("GET", path, headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_other_machines(tmp_path: Path) -> None:
    """With what the folder has, curl reaches the mock under a real address, from elsewhere."""
    folder = tmp_path / "a folder"
    arguments = ["--port", "0", "--address", "0.0.0.0", "--expose"]  # noqa: S104 - the test's own
    arguments += ["--name", NAME, "--proxy-port", "0", "--share", str(folder)]
    with serving(*arguments, until="env.sh") as (_, printed):
        assert shlex.quote(str(folder / "env.sh")) in printed
        url = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert url
        asked = 'curl -sS --interface 127.0.0.2 -H "Authorization: Bearer $ETM_API_TOKEN" '
        asked += "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003"
        script = f'. "{folder}/env.sh" && {asked}'
        done = subprocess.run(  # noqa: S603 - the test's own
            ["/bin/sh", "-c", script], capture_output=True, text=True, check=True
        )
        assert json.loads(done.stdout)["private"] is True
        for host, path, status in [
            (NAME, "/api/v3/scenarios/9000001", 200),
            ("other.localhost", "/api/v3/scenarios/9000001", 421),
            (NAME, "/_mock/requests", 404),
            ("localhost", "/_mock/requests", 404),
        ]:
            assert ask(url[0], path, host) == status, (host, path)
        assert ask(url[0], "/_mock/requests", "localhost", "127.0.0.1") == 200
        variables = (folder / "env.sh").read_text()
        assert f"export ETM_MOCK_URL=http://{NAME}:{urlsplit(url[0]).port}\n" in variables
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert files
    assert not [each for each in files if b"PRIVATE KEY" in each.read_bytes()]


def test_control_for_other_machines() -> None:
    """They may call the mock's own interface if that is asked for, under its names alone."""
    arguments = ["--port", "0", "--address", "0.0.0.0", "--expose"]  # noqa: S104 - the test's own
    with serving(*arguments, "--name", NAME, "--control") as (_, printed):
        url = re.search(r"http://127\.0\.0\.1:\d+", printed)
        assert url
        for host, status in [
            (NAME, 200),
            ("127.0.0.1", 200),
            ("evil.example.com", 421),
            ("engine.energytransitionmodel.com", 404),
        ]:
            assert ask(url[0], "/_mock/requests", host) == status, host


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--name", "etm-mock"], "need an --address that others reach"),
        (["--control"], "need an --address that others reach"),
        (["--proxy-port", "0"], "need an --address that others reach"),
        (["--name", "a name"], "'a name' is not a host name"),
        (["--address", "::", "--expose", "--share", "x"], "--share needs --name and --proxy-port"),
    ],
)
def test_options_that_do_nothing_are_refused(arguments: list[str], message: str) -> None:
    """Each says what is missing."""
    done = subprocess.run(  # noqa: S603 - the command under test
        [*COMMAND, "serve", "--port", "0", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[-1]


def containerfile() -> dict[str, list[str]]:
    """Give the arguments of the instructions of ``Containerfile`` that are written as JSON."""
    text = (ROOT / "Containerfile").read_text().replace("\\\n", "")
    found = re.findall(r"^(ENTRYPOINT|CMD) (\[.*\])$", text, re.MULTILINE)
    return {name: json.loads(value) for name, value in found}


def test_the_image_has_the_package() -> None:
    """What the image is made of is all that the package is made of."""
    text = (ROOT / "Containerfile").read_text()
    for source in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / each).exists() for each in source.split())
    assert re.search(r"^USER etm-mock$", text, re.MULTILINE)


@pytest.mark.skipif(
    not shutil.which("ip") or os.geteuid() != 0, reason="needs root, to make a network"
)
@pytest.mark.parametrize("control", [False, True], ids=["closed", "control"])
def test_compose(control: bool, tmp_path: Path) -> None:
    """The image's command and the example's client meet under the service's name.

    In a network of its own: the container itself is run by a job of CI.
    """
    services: dict[str, Any] = yaml.safe_load((EXAMPLE / "compose.yaml").read_text())["services"]
    assert services["client"]["depends_on"] == {"etm-mock": {"condition": "service_healthy"}}
    image = containerfile()
    options = ["--name", "etm-mock", "--control"] if control else image["CMD"]
    serve = [*COMMAND, *image["ENTRYPOINT"][1:], *options]
    client = services["client"]["command"]
    if control:
        client = "sh -c '. /etm-mock/env.sh && curl -sS $ETM_MOCK_URL/_mock/requests'"

    def here(command: str) -> str:
        command = command.replace("/client.py", shlex.quote(str(EXAMPLE / "client.py")))
        return command.replace("/etm-mock", str(tmp_path))

    script = NAMESPACE.format(
        folder=tmp_path, serve=shlex.join(map(here, serve)), client=here(client)
    )
    done = subprocess.run(  # noqa: S603 - the image's command, and the example
        [str(shutil.which("unshare")), "--net", "--mount", "bash", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = "[]" if control else (EXAMPLE / "output.txt").read_text().strip()
    assert done.stdout.splitlines()[-1] == expected, done.stdout
    assert DEMO_TOKEN in (tmp_path / "env.sh").read_text()
