import json
import os

import httpx

url = "https://engine.energytransitionmodel.com/api/v3/scenarios"
headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
body = {"scenario": {"area_code": "de", "end_year": 2040}}

requests = {
    "JSON": {"json": body},
    "no content type": {"content": json.dumps(body)},
    "wrong shape": {"json": {"scenario": {"end_year": [2040]}}},
}
for name, request in requests.items():
    answer = httpx.post(url, headers=headers, **request)
    made = answer.json()
    print(name, answer.status_code, made["area_code"], made["end_year"])
    #> JSON 200 de 2040
    #> no content type 200 nl 2050
    #> wrong shape 200 nl 2050
