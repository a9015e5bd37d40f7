import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
address = "https://engine.energytransitionmodel.com/api/v3/scenarios?limit=100"
ids = []
with httpx.Client(headers=headers) as client:
    while address:
        page = client.get(address).raise_for_status().json()
        ids += [scenario["id"] for scenario in page["data"]]
        print(len(ids), "of", page["meta"]["total"])
        #> 100 of 120
        #> 120 of 120
        address = page["links"]["next"]
