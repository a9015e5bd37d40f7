import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
)
print(response.status_code)
#> 403
print(response.json())
#> {'errors': ['You must be authenticated to access this resource']}
