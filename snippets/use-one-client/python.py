import os

import httpx

with httpx.Client(
    base_url="https://engine.energytransitionmodel.com/api/v3",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    timeout=httpx.Timeout(60, connect=5),
) as client:
    response = client.get("/scenarios").raise_for_status()
    print(response.json()["meta"]["total"], "scenarios")
    #> 2 scenarios

    response = client.get("/scenarios/9000002").raise_for_status()
    print(response.json()["end_year"])
    #> 2050
