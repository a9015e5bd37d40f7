import os

import httpx

response = httpx.get(
    "https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 200
print(response.json()["meta"]["total"], "scenarios")
#> 2 scenarios
