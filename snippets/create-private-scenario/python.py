import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario": {"end_year": 2050, "private": True}},
)
scenario = response.raise_for_status().json()
print(scenario["id"], scenario["private"])
#> 9000006 True
