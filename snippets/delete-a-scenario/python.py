import os

import httpx

response = httpx.delete(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.raise_for_status().status_code)
#> 200
