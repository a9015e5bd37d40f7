import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
address = "https://engine.energytransitionmodel.com/api/v3/scenarios"
for query in [{}, {"limit": 100}, {"limit": 1000}]:
    answer = httpx.get(address, headers=headers, params=query)
    meta = answer.raise_for_status().json()["meta"]
    print(query, "-", meta["count"], "of", meta["total"])
    #> {} - 25 of 120
    #> {'limit': 100} - 100 of 120
    #> {'limit': 1000} - 100 of 120
