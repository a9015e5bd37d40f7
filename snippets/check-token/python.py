import os

import httpx

response = httpx.get(
    "https://my.energytransitionmodel.com/oauth/token/info",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 200
print(*response.json()["scope"])
#> openid public scenarios:read scenarios:write scenarios:delete email profile
print(response.json()["expires_in"], "seconds left")
#> 2505600 seconds left
