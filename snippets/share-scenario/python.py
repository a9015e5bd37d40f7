import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={
        "scenario_users": [
            {"user_email": "kim@example.org", "role": "scenario_viewer"},
            {"user_email": "new@example.org", "role": "scenario_collaborator"},
        ]
    },
)
for user in response.raise_for_status().json():
    print(user["role"], user["user_id"], user["user_email"])
    #> scenario_viewer 125 None
    #> scenario_collaborator None new@example.org
