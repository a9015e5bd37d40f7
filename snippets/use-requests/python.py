import os

import requests

etm = requests.Session()
etm.headers["Authorization"] = "Bearer " + os.environ["ETM_API_TOKEN"]

response = etm.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios", timeout=60
)
response.raise_for_status()
for scenario in response.json()["data"]:
    print(scenario["id"], scenario["area_code"], scenario["end_year"])
    #> 9000003 nl 2040
    #> 9000002 nl 2050
