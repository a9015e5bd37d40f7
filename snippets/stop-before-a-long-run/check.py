import os
import sys

import httpx

NEEDED = {"scenarios:read", "scenarios:write"}
HOURS = 12

response = httpx.get(
    "https://my.energytransitionmodel.com/oauth/token/info",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
if response.status_code == 401:
    sys.exit("Stop: the token is not valid")
token = response.raise_for_status().json()

missing = NEEDED - set(token["scope"])
if missing:
    sys.exit("Stop: the token lacks " + ", ".join(sorted(missing)))

seconds = token["expires_in"]
if seconds is None:
    sys.exit("Stop: the API can't use a token without an expiry")
if seconds < HOURS * 60 * 60:
    sys.exit(f"Stop: the token expires in {seconds / 3600:.1f} hours")

print("The token is fine")
