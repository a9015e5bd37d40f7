import os
import subprocess
import sys

import httpx

mock = os.environ["ETM_MOCK_URL"]
tokens = [
    ("write", 30),
    ("write", None),
    ("read", 30),
    ("write", 0.25),
    ("write", 0),
]
for permissions, days in tokens:
    token = httpx.post(
        f"{mock}/_mock/tokens",
        json={"user_id": 123, "permissions": permissions, "expires_in": days},
    ).json()
    print(f"Token: {permissions}, {days} days", flush=True)
    done = subprocess.run(
        [sys.executable, "check.py"],
        env={**os.environ, "ETM_API_TOKEN": token["token"]},
        stderr=subprocess.STDOUT,
    )
    print("Exit status:", done.returncode)
