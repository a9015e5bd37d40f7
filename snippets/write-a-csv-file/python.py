import csv
import os
import sys

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios?limit=100",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
columns = ["id", "area_code", "end_year", "private"]
table = csv.DictWriter(sys.stdout, columns, extrasaction="ignore")
table.writeheader()
table.writerows(response.raise_for_status().json()["data"])
