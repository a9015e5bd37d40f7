import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"

with httpx.Client(headers=headers, base_url=api) as client:
    listed = client.get("/saved_scenarios").raise_for_status()
    for saved in listed.json()["data"]:
        title, scenario = saved["title"], saved["scenario"]
        if scenario is None:
            print(f"{title}: you may not read its scenario")
        elif scenario["private"] or not saved["private"]:
            print(f"{title}: nothing to do")
            #> Heat study: nothing to do
        else:
            print(f"{title}: everybody can read its scenario")
            #> Insulation study: everybody can read its scenario
            path = f"/scenarios/{scenario['id']}"
            answer = client.put(path, json={"scenario": {"private": True}})
            print(answer.status_code, answer.json()["scenario"]["private"])
            #> 200 True
