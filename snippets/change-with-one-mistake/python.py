import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
address = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002"
values = {"buildings_insulation_level": 60, "perpetual_motion": 1}
with httpx.Client(headers=headers) as client:
    print(client.get(address).json()["user_values"])
    #> {'buildings_insulation_level': 40.0}
    refused = client.put(address, json={"scenario": {"user_values": values}})
    print(refused.status_code, refused.json()["errors"])
    #> 422 ['Input perpetual_motion does not exist']
    print(client.get(address).json()["user_values"])
    #> {'buildings_insulation_level': 40.0}
    del values["perpetual_motion"]
    asked = {"scenario": {"user_values": values}}
    asked["gqueries"] = ["meaning_of_life"]
    refused = client.put(address, json=asked)
    print(refused.status_code, refused.json()["errors"])
    #> 422 ['Gquery meaning_of_life does not exist']
    print(client.get(address).json()["user_values"])
    #> {'buildings_insulation_level': 40.0}
