import os
import time

import httpx

ADDRESS = "https://engine.energytransitionmodel.com/api/v3/scenarios"


def list_scenarios():
    headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
    while True:
        response = httpx.get(ADDRESS, headers=headers)
        if response.status_code != 429:
            break
        time.sleep(int(response.headers["Retry-After"]))
    response.raise_for_status()
    return [scenario["id"] for scenario in response.json()["data"]]
