import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"
with httpx.Client(headers=headers) as client:
    user = client.put(api + "/user", json={"user": {"private_scenarios": True}})
    print(user.raise_for_status().json()["private_scenarios"])
    #> True
    new = client.post(api + "/scenarios", json={"scenario": {"end_year": 2050}})
    print(new.raise_for_status().json()["private"])
    #> True
