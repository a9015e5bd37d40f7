import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={
        "scenario_users": [
            {"user_email": "kim@example.org", "role": "scenario_collaborator"}
        ]
    },
)
for user in response.raise_for_status().json():
    print(user["user_id"], user["role"])
    #> 125 scenario_collaborator
