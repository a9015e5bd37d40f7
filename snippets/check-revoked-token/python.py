import os

import httpx

response = httpx.get(
    "https://my.energytransitionmodel.com/oauth/token/info",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 401
for part in response.headers["WWW-Authenticate"].split(", "):
    print(part)
    #> Bearer realm="Doorkeeper"
    #> error="invalid_token"
    #> error_description="The access token is invalid"
