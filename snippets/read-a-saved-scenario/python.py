import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/saved_scenarios/12001",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
saved = response.raise_for_status().json()
print(saved["title"], "holds scenario", saved["scenario_id"])
#> Insulation study holds scenario 9000002
