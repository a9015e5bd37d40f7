import os

import pyetm
import requests

token = os.environ["ETM_API_TOKEN"]
client = pyetm.Client.from_scenario_parameters("nl", 2050, token=token)
print("new:", client.scenario_id)

try:
    client.private = True
except requests.HTTPError as error:
    print("not made private:", error)
