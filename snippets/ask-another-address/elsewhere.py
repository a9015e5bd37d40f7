import httpx

try:
    httpx.get("https://example.com")
except httpx.ProxyError as error:
    print(error.request.method, error.request.url, error)
