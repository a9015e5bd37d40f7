import os
import sys

import httpx
from tqdm import tqdm

client = httpx.Client(
    base_url="https://engine.energytransitionmodel.com",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    timeout=60,
)
change = {"scenario": {"private": True}}


def public_scenarios():
    """List the ids of all public scenarios, from each page of the list."""
    address, found = "/api/v3/scenarios?limit=100", []
    while address:
        page = client.get(address).raise_for_status().json()
        found += [each["id"] for each in page["data"] if not each["private"]]
        address = page["links"]["next"]
    return found


done, refused = [], {}
stopped = False
try:
    for number in tqdm(public_scenarios(), unit=" scenarios"):
        answer = client.put(f"/api/v3/scenarios/{number}", json=change)
        if answer.status_code in (403, 404):
            refused[number] = answer.json()["errors"]
        else:
            answer.raise_for_status()
            done.append(number)
except KeyboardInterrupt:
    stopped = True

print("private now:", done)
print("refused:", refused)
if stopped:
    sys.exit("stopped: start it again to go on")
