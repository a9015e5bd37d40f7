"""The clients in the table of ``docs/how-to/use-the-mock.md``: each asks the mock as it is."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
from etm_docs.examples.variants import R_PROFILE
from etm_docs.openapi.document import FILE
from etm_docs.paths import ROOT
from etm_mock.server import RunningMock

URL: Final = "https://my.energytransitionmodel.com/oauth/userinfo"

MODULES: Final = ROOT / ".cache" / "clients" / "node_modules"
"""Where ``make clients`` puts packages of npm."""

PATH: Final = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""Where commands are looked for: Node.js of this environment comes first."""

FOUND: Final = {"PATH": PATH, "NODE_PATH": str(MODULES), "R_PROFILE_USER": str(R_PROFILE)}
"""The variables by which a client finds what it is made of."""

PYTHON: Final = f"import os\nurl = {URL!r}\nbearer = 'Bearer ' + os.environ['ETM_API_TOKEN']\n"

JAVA: Final = """\
import java.net.URI;
import java.net.http.*;

class Ask {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(arguments[0]))
            .header("Authorization", "Bearer " + System.getenv("ETM_API_TOKEN")).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
    }
}
"""

GO: Final = """\
package main

import (
	"io"
	"net/http"
	"os"
)

func main() {
	request, _ := http.NewRequest("GET", os.Args[1], nil)
	request.Header.Set("Authorization", "Bearer "+os.Getenv("ETM_API_TOKEN"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	io.Copy(os.Stdout, answer.Body)
}
"""

AIOHTTP: Final = """
import aiohttp, asyncio
async def ask():
    async with aiohttp.ClientSession(trust_env=True) as client:
        async with client.get(url, headers={"Authorization": bearer}) as answer:
            print(await answer.text())
asyncio.run(ask())
"""

PYCURL: Final = """
import pycurl
client = pycurl.Curl()
client.setopt(client.URL, url)
client.setopt(client.HTTPHEADER, ["Authorization: " + bearer])
client.setopt(client.CAINFO, os.environ["CURL_CA_BUNDLE"])
client.perform()
"""

PHP_CURL: Final = """
$client = curl_init($argv[1]);
curl_setopt($client, CURLOPT_HTTPHEADER, ["Authorization: Bearer " . getenv("ETM_API_TOKEN")]);
curl_exec($client);
exit(curl_errno($client));
"""

PERL: Final = """
use LWP::UserAgent;
my $answer = LWP::UserAgent->new(env_proxy => 1)
    ->get($ARGV[0], Authorization => "Bearer $ENV{ETM_API_TOKEN}");
print $answer->content;
exit !$answer->is_success;
"""

RUBY: Final = """
require "net/http"
print Net::HTTP.get(URI(ARGV[0]), {"Authorization" => "Bearer " + ENV["ETM_API_TOKEN"]})
"""

NODE: Final = """
fetch(process.argv[1], {headers: {Authorization: "Bearer " + process.env.ETM_API_TOKEN}})
  .then((answer) => answer.text()).then(console.log)
"""

AXIOS: Final = """
require("axios").get(process.argv[1], {
  headers: {Authorization: "Bearer " + process.env.ETM_API_TOKEN},
}).then((answer) => console.log(JSON.stringify(answer.data)))
"""

R: Final = """
library(httr2)
url <- commandArgs(TRUE)[1]
asked <- request(url) |> req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |> req_perform()
cat(resp_body_string(asked))
"""


# `node` may be a program that starts another one: the whole job is ended.
PRISM: Final = f"""
set -m
port=$(python -c 'from socket import create_server as c; print(c(("", 0)).getsockname()[1])')
{MODULES}/.bin/prism proxy {FILE} https://my.energytransitionmodel.com \
  --port $port --upstream-proxy "$HTTPS_PROXY" >/dev/null &
trap "kill -- -$!" EXIT
curl -s --noproxy '*' --retry 30 --retry-connrefused --retry-delay 1 \
  -H "Authorization: Bearer $ETM_API_TOKEN" http://127.0.0.1:$port/oauth/userinfo
"""


def python(code: str) -> list[str]:
    """Give the command of a Python program."""
    return [sys.executable, "-c", PYTHON + code]


HEADER: Final = "Authorization: Bearer $ETM_API_TOKEN"

COMMANDS: Final = {
    "curl": ["bash", "-c", f'curl -sS -H "{HEADER}" {URL}'],
    "wget": ["bash", "-c", f'wget -q -O - --header="{HEADER}" {URL}'],
    "httpie": ["bash", "-c", f'http --ignore-stdin -b -A bearer -a "$ETM_API_TOKEN" {URL}'],
    "Python: httpx": python(
        "import httpx; print(httpx.get(url, headers={'Authorization': bearer}).text)"
    ),
    "Python: requests": python(
        "import requests; print(requests.get(url, headers={'Authorization': bearer}).text)"
    ),
    "Python: niquests": python(
        "import niquests; print(niquests.get(url, headers={'Authorization': bearer}).text)"
    ),
    "Python: aiohttp": python(AIOHTTP),
    "Python: pycurl": python(PYCURL),
    "Python: urllib.request": python(
        "from urllib.request import Request, urlopen\n"
        "print(urlopen(Request(url, headers={'Authorization': bearer})).read().decode())"
    ),
    "Node.js: fetch": ["node", "-e", NODE, URL],
    "Node.js: axios": ["node", "-e", AXIOS, URL],
    "R: httr2": ["Rscript", "-e", R, URL],
    "Perl: LWP": ["perl", "-e", PERL, URL],
    "PHP: curl": ["php", "-r", PHP_CURL, URL],
    "Ruby: Net::HTTP": ["ruby", "-e", RUBY, URL],
    "Java: HttpClient": ["java", "Ask.java", URL],
    "Go: net/http": ["go", "run", "ask.go", URL],
    "Prism: proxy": ["bash", "-c", PRISM],
}
"""What each client's row in the table is about, and how the client asks."""

PRESENT: Final = {
    "wget": ["wget", "--version"],
    "httpie": ["http", "--version"],
    "R: httr2": ["Rscript", "-e", "library(httr2)"],
    "Perl: LWP": ["perl", "-MLWP::UserAgent", "-MLWP::Protocol::https", "-e", "1"],
    "PHP: curl": ["php", "-r", "exit((int) !function_exists('curl_init'));"],
    "Node.js: fetch": [
        "node",
        "-e",
        "const [a, b] = process.versions.node.split('.'); process.exit(+!(a > 23))",
    ],
    "Node.js: axios": ["test", "-d", str(MODULES / "axios")],
    "Java: HttpClient": ["javac", "--version"],
    "Prism: proxy": ["test", "-d", str(MODULES / "@stoplight" / "prism-cli")],
}
"""How to see whether a client is there, where its command alone doesn't tell."""


def is_here(client: str) -> bool:
    """Say whether a client is installed."""
    package = re.fullmatch(r"Python: (\w+)(\.\w+)?", client)
    if package:
        return find_spec(package[1]) is not None
    command = PRESENT.get(client, COMMANDS[client])
    program = shutil.which(command[0], path=PATH)
    if program is None or client not in PRESENT:
        return program is not None
    done = subprocess.run([program, *command[1:]], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


@pytest.mark.parametrize("client", COMMANDS)
def test_client(client: str, mock: RunningMock, tmp_path: Path) -> None:
    """With the variables alone, the client reaches the mock under a real address."""
    if not is_here(client):
        pytest.skip(f"{client} is not installed, or too old")
    (tmp_path / "Ask.java").write_text(JAVA)
    (tmp_path / "ask.go").write_text(GO)
    program, *arguments = COMMANDS[client]
    done = subprocess.run(  # noqa: S603 - a client
        [shutil.which(program, path=PATH) or program, *arguments],
        cwd=tmp_path,
        env={**os.environ, **FOUND, **mock.environment()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["email"] == "alex@example.org", done.stderr
    (request,) = mock.control.requests()
    assert (request["host"], request["status"]) == ("my.energytransitionmodel.com", 200)


def test_the_page_lists_them() -> None:
    """The table has a row for each client that is tried here, and for no other that works."""
    page = (ROOT / "docs" / "how-to" / "use-the-mock.md").read_text()
    table = page.partition("| Client | ")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    assert [name for name, what, *_ in rows if what == "works"] == list(COMMANDS)
