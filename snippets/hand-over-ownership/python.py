import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
scenario = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002"
users = scenario + "/users"
new_owner = {"user_email": "sam@example.org", "role": "scenario_owner"}
yourself = {"user_email": "alex@example.org", "role": "scenario_viewer"}
with httpx.Client(headers=headers) as client:
    answer = client.post(users, json={"scenario_users": [new_owner]})
    [added] = answer.raise_for_status().json()
    if added["user_id"] is None:
        raise SystemExit(
            "the engine doesn't know this address yet: the role is pending"
        )
    print("user", added["user_id"], "is", added["role"])
    #> user 124 is scenario_owner
    answer = client.put(users, json={"scenario_users": [yourself]})
    [lowered] = answer.raise_for_status().json()
    print("user", lowered["user_id"], "is", lowered["role"])
    #> user 123 is scenario_viewer
    print("you read it:", client.get(scenario).status_code)
    #> you read it: 200
    print("you see who has access:", client.get(users).status_code)
    #> you see who has access: 403
