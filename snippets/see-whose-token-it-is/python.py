import os

import httpx

response = httpx.get(
    "https://my.energytransitionmodel.com/oauth/userinfo",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 200
print(response.json())
#> {'sub': '123', 'email': 'alex@example.org', 'name': 'Alex de Vries'}
