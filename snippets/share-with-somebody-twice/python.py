import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={
        "scenario_users": [
            {"user_email": "robin@example.org", "role": "scenario_viewer"},
            {"user_email": "kim@example.org", "role": "scenario_viewer"},
        ]
    },
)
answer = response.json()
print(response.status_code)
#> 422
print(len(answer["success"]), "added")
#> 1 added
print(answer["errors"])
#> {'kim@example.org': ['duplicate']}
