import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002,9000003/batch",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
for scenario in response.raise_for_status().json():
    print(scenario["id"], scenario["end_year"])
    #> 9000002 2050
    #> 9000003 2040
