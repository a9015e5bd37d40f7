import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000006",
    json={"scenario": {"user_values": {"buildings_insulation_level": 60}}},
)
print(response.status_code)
#> 200
print(response.json()["scenario"]["user_values"])
#> {'buildings_insulation_level': 60.0}
