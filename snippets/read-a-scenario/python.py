import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
scenario = response.raise_for_status().json()
print(scenario["end_year"], scenario["private"])
#> 2040 True
