import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3/scenarios"

with httpx.Client(headers=headers, timeout=60) as client:
    shared = client.get(f"{api}/9000003").raise_for_status().json()
    print("shared:", shared["end_year"], "private:", shared["private"])
    #> shared: 2040 private: True

    year = {"end_year": 2030}
    answer = client.post(f"{api}/9000003/interpolate", json=year)
    made = answer.raise_for_status().json()
    print("new:", made["end_year"], "private:", made["private"])
    #> new: 2030 private: False

    users = client.get(f"{api}/{made['id']}/users").raise_for_status()
    print("users of the new one:", [each["role"] for each in users.json()])
    #> users of the new one: ['scenario_owner']

    change = {"scenario": {"private": True}}
    changed = client.put(f"{api}/{made['id']}", json=change).raise_for_status()
    print("private now:", changed.json()["scenario"]["private"])
    #> private now: True
