import os

import httpx

host = os.environ.get("ETM_API_HOST", "engine.energytransitionmodel.com")
response = httpx.get(
    f"https://{host}/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(host, response.status_code)
