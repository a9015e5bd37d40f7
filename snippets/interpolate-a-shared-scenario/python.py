import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"

with httpx.Client(headers=headers, base_url=api, timeout=60) as client:
    shared = client.get("/scenarios/9000003").raise_for_status().json()
    print(
        "shared:",
        shared["end_year"],
        "private" if shared["private"] else "public",
    )
    #> shared: 2040 private
    answer = client.post(
        "/scenarios/9000003/interpolate", json={"end_year": 2030}
    )
    made = answer.raise_for_status().json()
    print(
        "interpolated:",
        made["end_year"],
        "private" if made["private"] else "public",
    )
    #> interpolated: 2030 public
    users = (
        client.get(f"/scenarios/{made['id']}/users").raise_for_status().json()
    )
    print("its users:", [user["role"] for user in users])
    #> its users: ['scenario_owner']
    change = {"scenario": {"private": True}}
    answer = client.put(f"/scenarios/{made['id']}", json=change)
    print(
        "private now:", answer.raise_for_status().json()["scenario"]["private"]
    )
    #> private now: True
