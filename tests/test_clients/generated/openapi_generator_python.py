# The life of a scenario with what openapi-generator makes of the description, in Python.
# mypy: ignore-errors
import json
import os

from openapi_client import ApiClient, Configuration, ScenariosApi, ScenarioUsersApi
from openapi_client.exceptions import NotFoundException
from openapi_client.models import NewScenario, NewScenarioUsers, ScenarioChange

settings = Configuration(
    access_token=os.environ["ETM_API_TOKEN"], ssl_ca_cert=os.environ["SSL_CERT_FILE"]
)
settings.proxy = os.environ["HTTPS_PROXY"]
with ApiClient(settings) as client:
    scenarios, scenario_users = ScenariosApi(client), ScenarioUsersApi(client)
    new = NewScenario.from_dict(
        {"scenario": {"area_code": "nl", "end_year": 2040, "private": True}}
    )
    made = scenarios.create_scenario(new_scenario=new)
    shown = scenarios.read_scenario(made.id)
    change = ScenarioChange.from_dict(
        {"scenario": {"private": False, "metadata": {"by": "a client"}}}
    )
    changed = scenarios.change_scenario(made.id, scenario_change=change)
    user = {"user_email": "robin@example.org", "role": "scenario_viewer"}
    scenario_users.add_scenario_users(
        made.id, new_scenario_users=NewScenarioUsers.from_dict({"scenario_users": [user]})
    )
    users = scenario_users.list_scenario_users(made.id)
    deleted = scenarios.delete_scenario_with_http_info(made.id)
    try:
        scenarios.read_scenario(made.id)
        after = 200
    except NotFoundException as missing:
        after = missing.status
life = {
    "created": [shown.area_code, shown.end_year, shown.private],
    "changed": [changed.scenario.private, changed.scenario.metadata],
    "users": [each.role for each in users],
    "statuses": [deleted.status_code, after],
}
print(json.dumps(life))
