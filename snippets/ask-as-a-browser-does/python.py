import httpx

addresses = [
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    "https://my.energytransitionmodel.com/oauth/userinfo",
]
for address in addresses:
    answer = httpx.options(
        address,
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    allowed = [
        answer.headers.get("Access-Control-Allow-Origin"),
        answer.headers.get("Access-Control-Allow-Headers"),
    ]
    print(answer.url.host, answer.status_code, allowed)
    #> engine.energytransitionmodel.com 200 ['*', 'authorization']
    #> my.energytransitionmodel.com 200 [None, None]
