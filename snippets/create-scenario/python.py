import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario": {"area_code": "nl", "end_year": 2050}},
)
print(response.status_code)
#> 200
print(response.json()["id"])
#> 9000006
