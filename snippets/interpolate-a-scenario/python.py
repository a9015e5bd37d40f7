import os

import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/interpolate",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"end_year": 2035},
)
made = response.raise_for_status().json()
print(made["id"], made["end_year"], made["user_values"])
#> 9000006 2035 {'buildings_insulation_level': 20.64516129032258}
