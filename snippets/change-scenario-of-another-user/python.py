import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000004",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario": {"user_values": {"buildings_insulation_level": 60}}},
)
print(response.status_code)
#> 403
print(response.json())
#> {'errors': ['Scenario does not belong to you']}
