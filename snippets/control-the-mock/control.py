import os
import time

import httpx

mock = httpx.Client(base_url=os.environ["ETM_MOCK_URL"])
scenarios = "https://engine.energytransitionmodel.com/api/v3/scenarios"

mock.post("/_mock/faults", json={"method": "POST", "status": 503, "count": 2})
mock.post("/_mock/faults", json={"method": "GET", "latency": 0.5})
started = time.monotonic()
print("GET", httpx.get(scenarios + "/9000001", timeout=60).status_code)
print("at least half a second later:", time.monotonic() - started >= 0.5)
print("POST", httpx.post(scenarios).status_code)
mock.delete("/_mock/faults")
print("POST", httpx.post(scenarios).status_code)

print(len(mock.get("/_mock/requests").json()), "requests")
mock.delete("/_mock/requests")
print(len(mock.get("/_mock/requests").json()), "requests")

mock.post("/_mock/reset", json={"fixture": "empty"})
print(httpx.get(scenarios + "/9000001").json())
