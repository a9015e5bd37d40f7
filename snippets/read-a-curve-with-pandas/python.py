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
text = response.raise_for_status().text
price = pd.read_csv(io.StringIO(text), index_col="Time", parse_dates=True)[
    "Price (Euros)"
]
print(len(price), "hours, on average", round(price.mean(), 2))
#> 8760 hours, on average 60.0
print(
    "by quarter", price.groupby(price.index.quarter).mean().round(2).to_dict()
)
#> by quarter {1: 72.91, 2: 47.57, 3: 47.04, 4: 72.62}
