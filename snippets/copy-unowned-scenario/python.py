import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario": {"scenario_id": 9000001, "private": True}},
)
scenario = response.raise_for_status().json()
print("copy", scenario["id"], "of", scenario["template"])
#> copy 9000006 of 9000001
print("private:", scenario["private"])
#> private: True
