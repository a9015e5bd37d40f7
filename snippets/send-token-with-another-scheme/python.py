import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Token " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 403
print(response.json())
#> {'errors': ['You must be authenticated to access this resource']}
