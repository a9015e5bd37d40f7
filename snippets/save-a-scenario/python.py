import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/saved_scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={
        "saved_scenario": {
            "title": "Heat study",
            "scenario_id": 9000003,
            "private": True,
        }
    },
)
saved = response.raise_for_status().json()
print(saved["id"], saved["title"], saved["private"])
#> 12004 Heat study True
