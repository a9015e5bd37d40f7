import os

import httpx

WHAT_TO_DO = {
    400: "correct the form of the request",
    401: "create a new token",
    403: "check the token's level, and whose it is",
    404: "check the id; it may be private",
    422: "correct the values",
}

def messages(response):
    if "json" not in response.headers.get("Content-Type", ""):
        return []
    body = response.json()
    errors = body.get("errors", body)
    if isinstance(errors, list):
        return errors
    return [f"{key} {text}" for key, texts in errors.items() for text in texts]

def explain(response):
    status = response.status_code
    if status == 429 or status >= 500:
        return [f"{status}: wait, then try again"]
    advice = WHAT_TO_DO.get(status, "look at the message")
    return [f"{status}: {advice}", *messages(response)]

token = os.environ["ETM_API_TOKEN"]
wrong = {"area_code": "atlantis", "end_year": 2010}
requests = [
    ("GET", "/scenarios/9000001", None, token[:-1]),
    ("PUT", "/scenarios/9000004", {"scenario": {"source": "mine"}}, token),
    ("GET", "/scenarios/9000005", None, token),
    ("POST", "/scenarios", {"scenario": wrong}, token),
    ("PUT", "/scenarios/9000001", {"scenario": {"private": True}}, token),
    ("PUT", "/user", {"user": {"name": ""}}, token),
    ("PUT", "/user", {}, token),
    ("GET", "/scenarios/9000002", None, token),
    ("GET", "/scenarios/9000003", None, token),
]
api = "https://engine.energytransitionmodel.com/api/v3"
with httpx.Client(base_url=api) as client:
    for method, path, body, sent in requests:
        headers = {"Authorization": "Bearer " + sent}
        answer = client.request(method, path, json=body, headers=headers)
        for line in [f"{method} {path}", *explain(answer)]:
            print(line)
            #> GET /scenarios/9000001
            #> 401: create a new token
            #> Invalid or expired token
            #> PUT /scenarios/9000004
            #> 403: check the token's level, and whose it is
            #> Scenario does not belong to you
            #> GET /scenarios/9000005
            #> 404: check the id; it may be private
            #> Not found
            #> POST /scenarios
            #> 422: correct the values
            #> end_year must be greater than 2019
            #> area_code is unknown or not supported
            #> PUT /scenarios/9000001
            #> 422: correct the values
            #> Scenario: Private can not be true on an unowned scenario
            #> PUT /user
            #> 422: correct the values
            #> name can't be blank
            #> PUT /user
            #> 400: correct the form of the request
            #> param is missing or the value is empty or invalid: user
            #> GET /scenarios/9000002
            #> 429: wait, then try again
            #> GET /scenarios/9000003
            #> 503: wait, then try again
