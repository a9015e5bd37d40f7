import os
import time

import httpx

seconds_between_attempts = (1, 2, 4, 8)

def get(client, address):
    for seconds in seconds_between_attempts:
        try:
            response = client.get(address)
            if response.status_code not in (429, 503):
                return response.raise_for_status()
            problem = response.status_code
            seconds = int(response.headers.get("Retry-After", seconds))
        except httpx.TransportError as error:
            problem = type(error).__name__
        print(problem, "- next attempt in", seconds, "s")
        #> RemoteProtocolError - next attempt in 1 s
        #> 429 - next attempt in 1 s
        time.sleep(seconds)
    return client.get(address).raise_for_status()

with httpx.Client(
    base_url="https://engine.energytransitionmodel.com/api/v3",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
) as client:
    print(get(client, "/scenarios/9000002").json()["end_year"])
    #> 2050
