import os

import httpx

mock = httpx.Client(base_url=os.environ["ETM_MOCK_URL"])
mock.post("/_mock/reset", json={"fixture": "empty"}).raise_for_status()
user = mock.post(
    "/_mock/users", json={"name": "Noor", "email": "noor@example.org"}
).json()
token = mock.post(
    "/_mock/tokens",
    json={"user_id": user["id"], "permissions": "read", "expires_in": 7},
).json()

address = "https://engine.energytransitionmodel.com/api/v3/scenarios"
headers = {"Authorization": "Bearer " + token["token"]}
print(httpx.get(address, headers=headers).status_code)

for days in (6, 1):
    mock.post("/_mock/clock", json={"advance": days * 24 * 60 * 60})
    print(httpx.get(address, headers=headers).status_code)

for request in mock.get("/_mock/requests").json():
    print(request["method"], request["path"], request["status"])
