import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
address = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002"
with httpx.Client() as client:
    for private in [True, False]:
        body = {"scenario": {"private": private}}
        client.put(address, headers=headers, json=body).raise_for_status()
        yours = client.get(address, headers=headers).status_code
        others = client.get(address).status_code
        print("private:", private, "- you:", yours, "- others:", others)
        #> private: True - you: 200 - others: 404
        #> private: False - you: 200 - others: 200
