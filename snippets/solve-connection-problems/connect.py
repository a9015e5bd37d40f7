import httpx

url = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001"
try:
    print("connected:", httpx.get(url).status_code)
except httpx.ConnectError as error:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        print("not connected: the certificate is not trusted")
    else:
        print("not connected: nobody answers at the address or the proxy")
