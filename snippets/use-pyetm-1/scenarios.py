import os

import pyetm

token = os.environ["ETM_API_TOKEN"]
client = pyetm.Client.from_scenario_parameters(
    "nl", 2050, private=True, token=token
)
print("new:", client.scenario_id, "private:", client.private)

for scenario_id, each in client.my_scenarios.iterrows():
    print(scenario_id, each["area_code"], each["end_year"])
