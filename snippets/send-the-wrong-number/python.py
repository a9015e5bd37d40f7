import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/12001",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 404
print(response.json())
#> {'errors': ['No such scenario: 12001']}
