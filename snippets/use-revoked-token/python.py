import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 200
for scenario in response.json()["data"]:
    print(scenario["id"], scenario["area_code"], scenario["end_year"])
    #> 9000003 nl 2040
    #> 9000002 nl 2050
