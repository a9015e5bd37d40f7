import os

import httpx

headers = {"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]}
api = "https://engine.energytransitionmodel.com/api/v3"
originals = {
    9000001: "unowned",
    9000002: "yours, public",
    9000003: "yours, private",
    9000004: "another user's, public",
}
with httpx.Client(headers=headers) as client:
    for default in [True, False]:
        settings = {"user": {"private_scenarios": default}}
        client.put(api + "/user", json=settings).raise_for_status()
        for original, whose in originals.items():
            body = {"scenario": {"scenario_id": original}}
            copy = client.post(api + "/scenarios", json=body).raise_for_status()
            private = copy.json()["private"]
            print("default:", default, "-", whose, "- copy private:", private)
            #> default: True - unowned - copy private: False
            #> default: True - yours, public - copy private: False
            #> default: True - yours, private - copy private: True
            #> default: True - another user's, public - copy private: True
            #> default: False - unowned - copy private: False
            #> default: False - yours, public - copy private: False
            #> default: False - yours, private - copy private: True
            #> default: False - another user's, public - copy private: False
