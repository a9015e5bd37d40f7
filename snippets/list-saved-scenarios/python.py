import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/saved_scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
for saved in response.raise_for_status().json()["data"]:
    print(saved["title"], saved["id"], "holds scenario", saved["scenario_id"])
    #> Heat study 12002 holds scenario 9000003
    #> Insulation study 12001 holds scenario 9000002
