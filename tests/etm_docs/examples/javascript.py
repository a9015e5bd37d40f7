"""The JavaScript form of a request, written from ``request.http``: Node.js runs it as it is."""

import json
from typing import Final

from etm_docs.examples.request import TOKEN_VARIABLE, RawRequest

_TOKEN: Final = f"${{process.env.{TOKEN_VARIABLE[1:]}}}"


def written(request: RawRequest, *, answered: bool) -> str:
    """Write a request as a module.

    ``answered`` says that there is JSON to print; otherwise it prints the status.
    """
    options = [] if request.method == "GET" else [f"method: {json.dumps(request.method)},"]
    headers = {
        name: value for name, value in request.headers if name in ("Authorization", "Content-Type")
    }
    options += _headers(headers)
    if request.body:
        inside = request.body.replace("\n", "\n  ")
        options.append(f"body: JSON.stringify({inside}),")
    lines = "".join(f"  {line}\n" for line in options)
    settings = f", {{\n{lines}}}" if options else ""
    shown = "JSON.stringify(await response.json(), null, 2)" if answered else "response.status"
    return (
        f"const response = await fetch({json.dumps(request.url)}{settings});\n"
        f"console.log({shown});\n"
    )


def _headers(headers: dict[str, str]) -> list[str]:
    written = [f"{_name(name)}: {_text(value)}" for name, value in headers.items()]
    if len(written) < 2:
        return [f"headers: {{ {each} }}," for each in written]
    return ["headers: {", *(f"  {each}," for each in written), "},"]


def _name(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _text(value: str) -> str:
    """Write a text; with the token's variable in it, as a template."""
    if TOKEN_VARIABLE not in value:
        return json.dumps(value)
    plain = value.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return f"`{plain.replace(TOKEN_VARIABLE, _TOKEN)}`"
