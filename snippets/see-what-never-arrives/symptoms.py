import os

import httpx
import requests

address = "https://engine.energytransitionmodel.com/api/v3/scenarios"
token = os.environ["ETM_API_TOKEN"]


def ask(client, token, address=address):
    """Send a token, and say what comes of it."""
    try:
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        return f"{answer.status_code} {answer.json()}"
    except (httpx.HTTPError, ValueError) as error:
        return f"{type(error).__name__}: {error}".replace(token.strip() or "-", "TOKEN")


print("empty, httpx:", ask(httpx, ""), sep="\n  ")
print("empty, requests:", ask(requests, ""), sep="\n  ")
print("a line break, httpx:", ask(httpx, token + "\n"), sep="\n  ")
print("a line break, requests:", ask(requests, token + "\n"), sep="\n  ")
print("a mark at the beginning of a file:", ask(httpx, "\ufeff" + token), sep="\n  ")
print("quotes around it:", ask(httpx, f'"{token}"'), sep="\n  ")
print("the last character is missing:", ask(httpx, token[:-1]), sep="\n  ")
staging = address.replace("engine", "beta.engine")
print("another environment:", ask(httpx, token, staging), sep="\n  ")
print("a misspelt address:", ask(httpx, token, address[:-1]), sep="\n  ")
try:
    os.environ["ETM_TOKEN"]
except KeyError as error:
    print("the variable is not set:", f"KeyError: {error}", sep="\n  ")
