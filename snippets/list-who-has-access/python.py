import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
scenarios = "https://engine.energytransitionmodel.com/api/v3/scenarios"
with httpx.Client(headers=headers) as client:
    address = scenarios + "?limit=100"
    while address:
        page = client.get(address).raise_for_status().json()
        for scenario in page["data"]:
            users = client.get(f"{scenarios}/{scenario['id']}/users")
            if users.status_code in (403, 404):
                print(scenario["id"], "you are not its owner")
                #> 9000007 you are not its owner
                continue
            for user in users.raise_for_status().json():
                who = user["user_email"] or user["user_id"]
                print(scenario["id"], who, user["role"])
                #> 9000006 123 scenario_owner
                #> 9000006 stranger@example.com scenario_owner
                #> 9000003 123 scenario_owner
                #> 9000003 124 scenario_collaborator
                #> 9000003 125 scenario_viewer
                #> 9000002 123 scenario_owner
        address = page["links"]["next"]
