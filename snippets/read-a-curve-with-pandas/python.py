import io
import os

import httpx
import pandas as pd

response = httpx.get(
    "https://engine.energytransitionmodel.com"
    "/api/v3/scenarios/9000003/curves/electricity_price.csv",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    timeout=60,
)
file = io.StringIO(response.raise_for_status().text)
table = pd.read_csv(file, index_col="Time", parse_dates=True)
price = table["Price (Euros)"]
print(len(price), "hours, on average", round(price.mean(), 2))
#> 8760 hours, on average 60.0
quarters = price.groupby(price.index.quarter).mean().round(2)
print("by quarter:", quarters.to_dict())
#> by quarter: {1: 72.91, 2: 47.57, 3: 47.04, 4: 72.62}
