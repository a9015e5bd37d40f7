import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"

with httpx.Client(headers=headers, base_url=api) as client:
    for saved in (
        client.get("/saved_scenarios").raise_for_status().json()["data"]
    ):
        scenario = saved["scenario"]
        if scenario is None:
            print(saved["title"], "you may not read its scenario", sep=": ")
        elif saved["private"] and not scenario["private"]:
            print(saved["title"], "everybody can read its scenario", sep=": ")
            #> Insulation study: everybody can read its scenario
            change = {"scenario": {"private": True}}
            answer = client.put(f"/scenarios/{scenario['id']}", json=change)
            print(answer.status_code, answer.json()["scenario"]["private"])
            #> 200 True
        else:
            print(saved["title"], "both are alike", sep=": ")
            #> Heat study: both are alike
