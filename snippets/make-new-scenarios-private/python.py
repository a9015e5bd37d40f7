import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"
with httpx.Client(headers=headers) as client:
    settings = {"user": {"private_scenarios": True}}
    client.put(api + "/user", json=settings).raise_for_status()
    for sent in [{"end_year": 2050}, {"end_year": 2050, "private": False}]:
        answer = client.post(api + "/scenarios", json={"scenario": sent})
        print(sent, "- private:", answer.raise_for_status().json()["private"])
        #> {'end_year': 2050} - private: True
        #> {'end_year': 2050, 'private': False} - private: False
    answer = client.get(api + "/scenarios/9000002").raise_for_status()
    print("made before - private:", answer.json()["private"])
    #> made before - private: False
    stable = api.replace("engine.", "2025-01.engine.")
    answer = client.post(stable + "/scenarios").raise_for_status()
    print("stable release - private:", answer.json()["private"])
    #> stable release - private: False
