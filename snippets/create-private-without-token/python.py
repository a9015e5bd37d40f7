import httpx

response = httpx.post(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    json={"scenario": {"private": True}},
)
print(response.status_code)
#> 422
print(response.json())
#> {'errors': {'private': ['can not be true on an unowned scenario']}}
