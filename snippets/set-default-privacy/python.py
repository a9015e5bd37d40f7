import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/user",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"user": {"private_scenarios": True}},
)
print(response.status_code)
#> 200
print(response.json()["private_scenarios"])
#> True
