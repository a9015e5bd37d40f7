import httpx

addresses = [
    "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001",
    "https://my.energytransitionmodel.com/oauth/token/info",
]
for address in addresses:
    answer = httpx.get(address, headers={"Origin": "https://example.org"})
    print(answer.url.host, answer.headers.get("Access-Control-Allow-Origin"))
    #> engine.energytransitionmodel.com *
    #> my.energytransitionmodel.com None

without = httpx.get(addresses[0])
print("no Origin", without.headers.get("Access-Control-Allow-Origin"))
#> no Origin None
