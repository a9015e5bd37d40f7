import os

import httpx

response = httpx.request(
    "DELETE",
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"scenario_users": [{"user_email": "alex@example.org"}]},
)
print(response.status_code)
#> 422
print(response.json()["errors"])
#> {'alex@example.org': ['Last owner cannot be altered']}
