# What a reader may run on a page: each of these ways asks OTHER, another site, for its own name.
# The first run begins them all, the next ones print how each ended.
# mypy: ignore-errors
import builtins
import json
import re
import urllib.request

import js
import pyodide.http
import pyodide_js
from pyodide.ffi import create_proxy, to_js

OTHER = "http://127.0.0.1:1"
NESTED = """
  const tell = (way) => (problem) => postMessage([way, String(problem)]);
  const ask = (way, begin) => {
    try { Promise.resolve(begin()).then(() => postMessage([way, ""]), tell(way)); }
    catch (problem) { tell(way)(problem); }
  };
  const other = OTHER;
  const ended = (made) => new Promise((done, fail) => {
    made.onmessage = made.onopen = done;
    made.onerror = made.onclose = () => fail("ended");
  });
  ask("nested-fetch", () => fetch(other + "/nested-fetch"));
  ask("nested-import", () => import(other + "/nested-import"));
  const socket = other.replace("http", "ws");
  ask("nested-websocket", () => ended(new WebSocket(socket + "/nested-websocket")));
  ask("nested-cache", async () => (await caches.open("other")).add(other + "/nested-cache"));
  ask("nested-beacon", () => navigator.sendBeacon(other + "/nested-beacon"));
  ask("nested-worker", () => ended(new Worker(other + "/nested-worker")));
  ask("nested-importScripts", () => importScripts(other + "/nested-importScripts"));
"""


def address(way):
    return f"{OTHER}/{way}"


def js_object(**values):
    return to_js(values, dict_converter=js.Object.fromEntries)


def worker(way, kind):
    """A worker in the worker, made of a text: does it have the same limits?"""
    text = NESTED.replace("OTHER", json.dumps(OTHER)).replace("nested-", f"nested-{kind}-")
    made = js.Worker.new(
        js.URL.createObjectURL(js.Blob.new([text], js_object(type="text/javascript"))),
        js_object(type=kind),
    )

    def heard(event):
        name, problem = event.data
        outcomes[name] = problem

    made.onmessage = create_proxy(heard)
    made.onerror = create_proxy(lambda event: outcomes.update({way: str(event.message)}))
    outcomes.update(dict.fromkeys(re.findall(r'ask\("(.+?)"', text)))


def promised(promise, way):
    promise.then(
        create_proxy(lambda _: outcomes.update({way: ""})),
        create_proxy(lambda problem: outcomes.update({way: str(problem)})),
    )


def ended(source, way):
    def end(outcome):
        def note(*_):
            if outcomes[way] is None:
                outcomes[way] = outcome

        return create_proxy(note)

    source.onopen = source.onmessage = end("")
    source.onerror = end("error")
    if hasattr(source, "onclose"):
        source.onclose = end("closed")


def synchronous(way):
    request = js.XMLHttpRequest.new()
    request.open("POST", address(way), False)
    request.send("secret")
    outcomes[way] = ""


def asynchronous(way):
    request = js.XMLHttpRequest.new()
    request.open("GET", address(way))
    request.onload = create_proxy(lambda _: outcomes.update({way: ""}))
    request.onerror = create_proxy(lambda _: outcomes.update({way: "error"}))
    request.send()


def plain(call):
    def way(name):
        call(address(name))
        outcomes[name] = ""

    return way


def socket(way):
    ended(js.WebSocket.new(address(way).replace("http", "ws")), way)


def foreign_worker(way):
    ended(js.Worker.new(address(way), js_object(type="module")), way)


WAYS = {
    "xhr-synchronous": synchronous,
    "importScripts": plain(js.importScripts),
    "urllib": plain(urllib.request.urlopen),
    "open-url": plain(pyodide.http.open_url),
    "fetch": lambda way: promised(js.fetch(address(way)), way),
    "fetch-no-cors": lambda way: promised(
        js.fetch(address(way), js_object(mode="no-cors", method="POST", body="secret")), way
    ),
    "xhr": asynchronous,
    "websocket": socket,
    "event-source": lambda way: ended(js.EventSource.new(address(way)), way),
    "font": lambda way: promised(js.FontFace.new("other", f"url({address(way)})").load(), way),
    "load-package": lambda way: promised(
        pyodide_js.loadPackage(address(way) + "-1-py3-none-any.whl"), way
    ),
    "worker": foreign_worker,
    "nested-module": lambda way: worker(way, "module"),
    "nested-classic": lambda way: worker(way, "classic"),
}

if not hasattr(builtins, "outcomes"):
    outcomes = builtins.outcomes = {}
    for name, begin in WAYS.items():
        if not name.startswith("nested"):
            outcomes[name] = None
        try:
            begin(name)
        except BaseException as problem:
            outcomes[name] = f"{type(problem).__name__}: {problem}"
print("OUTCOMES", json.dumps(builtins.outcomes))
