import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={
        "scenario_users": [
            {"user_email": "alex@example.org", "role": "scenario_owner"}
        ]
    },
)
print(response.status_code)
#> 403
print(response.json()["errors"])
#> ['Scenario does not belong to you']
