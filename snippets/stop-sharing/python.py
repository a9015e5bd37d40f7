import os

import httpx

response = httpx.request(
    "DELETE",
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario_users": [{"user_email": "kim@example.org"}]},
)
print(response.status_code)
#> 200
for user in response.json():
    print(user["user_id"], "has no access any more")
    #> 125 has no access any more
