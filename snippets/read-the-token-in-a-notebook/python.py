import os
from getpass import getpass

import httpx

token = os.environ.get("ETM_API_TOKEN") or getpass("Access token: ")
response = httpx.get(
    "https://my.energytransitionmodel.com/oauth/token/info",
    headers={"Authorization": f"Bearer {token}"},
)
print(response.status_code)
#> 200
