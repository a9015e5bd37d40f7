import json
import os
from urllib.request import Request, urlopen

url = "https://engine.energytransitionmodel.com/api/v3/scenarios"
token = os.environ["ETM_API_TOKEN"]
request = Request(url, headers={"Authorization": f"Bearer {token}"})
with urlopen(request) as answer:
    scenarios = json.load(answer)["data"]
print([scenario["id"] for scenario in scenarios])
