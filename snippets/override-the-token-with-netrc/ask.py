import os

import requests

TOKEN = os.environ["ETM_API_TOKEN"]
addresses = [
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    "https://my.energytransitionmodel.com/oauth/token/info",
]


def bearer(request):
    request.headers["Authorization"] = "Bearer " + TOKEN
    return request


for address in addresses:
    headers = {"Authorization": "Bearer " + TOKEN}
    with_header = requests.get(address, headers=headers, timeout=60)
    with_auth = requests.get(address, auth=bearer, timeout=60)
    print(with_header.status_code, with_header.text)
    print(with_auth.status_code)
