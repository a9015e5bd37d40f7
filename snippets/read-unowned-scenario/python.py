import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000006",
)
print(response.status_code)
#> 200
print(response.json()["private"])
#> False
