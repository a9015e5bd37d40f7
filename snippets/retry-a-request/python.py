import os
import time

import httpx

seconds_between_attempts = (1, 2, 4, 8)

def get(client, address):
    waits = list(seconds_between_attempts)
    while True:
        try:
            response = client.get(address)
            if response.status_code not in (429, 503) or not waits:
                return response.raise_for_status()
            problem = response.status_code
            seconds = int(response.headers.get("Retry-After", waits[0]))
        except httpx.TransportError as error:
            if not waits:
                raise
            problem = type(error).__name__
            seconds = waits[0]
        waits.pop(0)
        print(problem, "- next attempt in", seconds, "s")
        #> RemoteProtocolError - next attempt in 1 s
        #> 429 - next attempt in 1 s
        time.sleep(seconds)

with httpx.Client(
    base_url="https://engine.energytransitionmodel.com/api/v3",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
) as client:
    print(get(client, "/scenarios/9000003").json()["end_year"])
    #> 2040
