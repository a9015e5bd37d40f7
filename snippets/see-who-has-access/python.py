import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
for user in response.raise_for_status().json():
    print(user["user_id"], user["role"])
    #> 123 scenario_owner
    #> 124 scenario_collaborator
    #> 125 scenario_viewer
