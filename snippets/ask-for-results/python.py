import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"gqueries": ["dashboard_emissions", "costs_of_insulation"]},
    timeout=60,
)
for name, result in response.raise_for_status().json()["gqueries"].items():
    print(name, result["present"], result["future"], result["unit"])
    #> dashboard_emissions 156900000.0 148900000.0 T CO2
    #> costs_of_insulation 0.0 1000000000.0 euro
