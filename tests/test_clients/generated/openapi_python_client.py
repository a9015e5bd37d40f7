# The life of a scenario with what openapi-python-client makes of the description.
# mypy: ignore-errors
import json
import os

from etm_api_client import AuthenticatedClient
from etm_api_client.api.scenario_users import add_scenario_users, list_scenario_users
from etm_api_client.api.scenarios import (
    change_scenario,
    create_scenario,
    delete_scenario,
    read_scenario,
)
from etm_api_client.models import NewScenario, NewScenarioUsers, ScenarioChange

client = AuthenticatedClient(
    base_url="https://engine.energytransitionmodel.com", token=os.environ["ETM_API_TOKEN"]
)
new = NewScenario.from_dict({"scenario": {"area_code": "nl", "end_year": 2040, "private": True}})
made = create_scenario.sync(client=client, body=new)
shown = read_scenario.sync(made.id, client=client)
change = ScenarioChange.from_dict({"scenario": {"private": False, "metadata": {"by": "a client"}}})
changed = change_scenario.sync(made.id, client=client, body=change)
user = {"user_email": "robin@example.org", "role": "scenario_viewer"}
add_scenario_users.sync(
    made.id, client=client, body=NewScenarioUsers.from_dict({"scenario_users": [user]})
)
users = list_scenario_users.sync(made.id, client=client)
deleted = delete_scenario.sync_detailed(made.id, client=client)
after = read_scenario.sync_detailed(made.id, client=client)
life = {
    "created": [shown.area_code, shown.end_year, shown.private],
    "changed": [changed.scenario.private, changed.scenario.metadata.to_dict()],
    "users": [each.role.value for each in users],
    "statuses": [int(deleted.status_code), int(after.status_code)],
}
print(json.dumps(life))
