import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario": {"private": True}},
)
print(response.status_code)
#> 200
print(response.json()["scenario"]["private"])
#> True
