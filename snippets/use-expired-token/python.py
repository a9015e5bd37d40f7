import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 401
print(response.json())
#> {'errors': ['Invalid or expired token']}
