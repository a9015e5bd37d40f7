import os

import httpx

since = "2025-09-01T00:00:00.000Z"

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
address = "https://engine.energytransitionmodel.com/api/v3/scenarios?limit=100"
with httpx.Client(headers=headers) as client:
    while address:
        page = client.get(address).raise_for_status().json()
        for scenario in page["data"]:
            if scenario["updated_at"] >= since:
                privacy = "private" if scenario["private"] else "public"
                print(scenario["id"], scenario["updated_at"], privacy)
                #> 9000006 2025-09-01T09:00:00.000Z public
        address = page["links"]["next"]
