import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"
users = api + "/scenarios/9000002/users"

body = {
    "scenario_users": [
        {"user_email": "new@example.org", "role": "scenario_viewer"}
    ]
}
[added] = httpx.post(users, headers=headers, json=body).json()
print(added["user_id"], added["user_email"], added["role"])

mock = os.environ["ETM_MOCK_URL"] + "/_mock"
account = {"name": "Noor", "email": "new@example.org"}
noor = httpx.post(mock + "/users", json=account).json()
asked = {"user_id": noor["id"], "name": "first"}
token = httpx.post(mock + "/tokens", json=asked).json()["token"]
noors = {"Authorization": "Bearer " + token}
httpx.get(api + "/scenarios", headers=noors).raise_for_status()

*_, last = httpx.get(users, headers=headers).json()
print(last["user_id"], last["user_email"], last["role"])
