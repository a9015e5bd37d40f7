import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
scenarios = "https://engine.energytransitionmodel.com/api/v3/scenarios"
wanted = {
    "scenario_id": 9000006,
    "end_year": 2035,
    "user_values": {"buildings_insulation_level": 10},
}
with httpx.Client(headers=headers) as client:
    original = client.get(scenarios + "/9000006").raise_for_status().json()
    answer = client.post(scenarios, json={"scenario": wanted})
    copy = answer.raise_for_status().json()
    along = {"scenario_id": 9000006, "source": "report"}
    answer = client.post(scenarios, json={"scenario": along})
    print("sent along:", answer.raise_for_status().json()["source"])
    #> sent along: report
    listed = client.get(scenarios).raise_for_status().json()["data"]
    print("in your list:", copy["id"] in [each["id"] for each in listed])
    #> in your list: True

for field in ["area_code", "end_year", "metadata", "source", "keep_compatible"]:
    print(field, "-", original[field], "- copy:", copy[field])
    #> area_code - de - copy: de
    #> end_year - 2040 - copy: 2040
    #> metadata - {'title': 'Draft'} - copy: {}
    #> source - my-tool - copy: None
    #> keep_compatible - True - copy: False
print(original["user_values"], copy["user_values"] == original["user_values"])
#> {'buildings_insulation_level': 60.0} True
print("private:", copy["private"])
#> private: False
