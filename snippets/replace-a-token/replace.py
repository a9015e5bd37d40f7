import os

import httpx

mock = os.environ["ETM_MOCK_URL"]
alex = 123


def create_token(days):
    wanted = {"user_id": alex, "permissions": "read", "expires_in": days}
    return httpx.post(f"{mock}/_mock/tokens", json=wanted).json()


def status_with(token):
    response = httpx.get(
        "https://engine.energytransitionmodel.com/api/v3/scenarios",
        headers={"Authorization": "Bearer " + token["token"]},
    )
    return response.status_code


old, new = create_token(days=5), create_token(days=90)
print("both are there: old", status_with(old), "- new", status_with(new))

httpx.delete(f"{mock}/_mock/tokens/{old['id']}")
print("old is revoked: old", status_with(old), "- new", status_with(new))
