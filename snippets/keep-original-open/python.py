import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
scenarios = "https://engine.energytransitionmodel.com/api/v3/scenarios"
with httpx.Client() as client:
    body = {"scenario": {"scenario_id": 9000001}}
    answer = client.post(scenarios, headers=headers, json=body)
    copy = answer.raise_for_status().json()["id"]
    for scenario in ["9000001", str(copy)]:
        body = {"scenario": {"source": "somebody without a token"}}
        answer = client.put(scenarios + "/" + scenario, json=body)
        print(scenario, answer.status_code)
        #> 9000001 200
        #> 9000006 403
