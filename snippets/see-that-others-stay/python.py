import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
users = (
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users"
)
people = [
    {"user_email": "robin@example.org", "role": "scenario_viewer"},
    {"user_email": "kim@example.org", "role": "scenario_viewer"},
]
robin = {"user_id": 126}
with httpx.Client(headers=headers) as client:
    answer = client.post(users, json={"scenario_users": people})
    print(answer.status_code, answer.json()["errors"])
    #> 422 {'kim@example.org': ['duplicate']}
    print([user["user_id"] for user in client.get(users).json()])
    #> [123, 124, 125, 126]

    change = [{**robin, "role": "scenario_collaborator"}]
    [changed] = client.put(users, json={"scenario_users": change}).json()
    print(changed["user_id"], changed["role"])
    #> 126 scenario_collaborator

    client.request("DELETE", users, json={"scenario_users": [robin]})
    print([user["user_id"] for user in client.get(users).json()])
    #> [123, 124, 125]
