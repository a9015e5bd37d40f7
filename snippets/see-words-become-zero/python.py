import os

import httpx

url = "https://engine.energytransitionmodel.com/api/v3/scenarios"
headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}

for value in (50, "abc", None):
    values = {"user_values": {"buildings_insulation_level": value}}
    made = httpx.post(url, headers=headers, json={"scenario": values})
    print("created:", value, made.status_code, made.json()["user_values"])
    #> created: 50 200 {'buildings_insulation_level': 50.0}
    #> created: abc 200 {'buildings_insulation_level': 0.0}
    #> created: None 200 {'buildings_insulation_level': 0.0}

change = {"scenario": {"user_values": {"buildings_insulation_level": "abc"}}}
answer = httpx.put(url + "/9000002", headers=headers, json=change)
print("changed:", answer.status_code, answer.json()["errors"])
#> changed: 422 ['Input buildings_insulation_level must be numeric']
