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
with httpx.Client(base_url=api, headers=headers) as client:
    for default in [True, False]:
        settings = {"user": {"private_scenarios": default}}
        client.put("/user", json=settings).raise_for_status()
        for original, whose in originals.items():
            body = {"scenario": {"scenario_id": original}}
            answer = client.post("/scenarios", json=body)
            copy = answer.raise_for_status().json()
            private = copy["private"]
            print("default:", default, "-", whose, "- copy private:", private)
            #> default: True - unowned - copy private: False
            #> default: True - yours, public - copy private: False
            #> default: True - yours, private - copy private: True
            #> default: True - another user's, public - copy private: True
            #> default: False - unowned - copy private: False
            #> default: False - yours, public - copy private: False
            #> default: False - yours, private - copy private: True
            #> default: False - another user's, public - copy private: False
            client.delete(f"/scenarios/{copy['id']}").raise_for_status()
