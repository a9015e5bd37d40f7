import os

import httpx

mock = os.environ["ETM_MOCK_URL"]
alex = 123
addresses = {
    "token info": "https://my.energytransitionmodel.com/oauth/token/info",
    "API": "https://engine.energytransitionmodel.com/api/v3/scenarios",
}


def create_token(days):
    wanted = {"user_id": alex, "permissions": "read", "expires_in": days}
    return httpx.post(f"{mock}/_mock/tokens", json=wanted).json()


def show(token, which):
    headers = {"Authorization": "Bearer " + token["token"]}
    for name, address in addresses.items():
        print(which, name, httpx.get(address, headers=headers).status_code)


old, new = create_token(days=5), create_token(days=90)
show(old, "old:")
show(new, "new:")

httpx.delete(f"{mock}/_mock/tokens/{old['id']}")
show(old, "old, revoked:")
