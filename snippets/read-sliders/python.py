import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/inputs",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
for key, slider in response.raise_for_status().json().items():
    if "user" in slider:
        print(key, slider["user"], slider["unit"], "default", slider["default"])
        #> buildings_insulation_level 40.0 % default 0.0
