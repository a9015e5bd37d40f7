import os

import httpx

response = httpx.delete(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 403
print(response.json())
#> {'errors': ['Scenario does not belong to you']}
