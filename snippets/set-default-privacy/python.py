import os

import httpx

response = httpx.put(
    "https://engine.energytransitionmodel.com/api/v3/user",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
    json={"user": {"private_scenarios": True}},
)
print(response.status_code)
#> 200
print(response.json())
'''
{
    'id': 123,
    'name': 'Alex de Vries',
    'private_scenarios': True,
    'admin': False,
    'created_at': '2025-09-01T09:00:00.000Z',
    'updated_at': '2025-09-01T09:00:00.000Z',
    'include_in_qi_db': False,
    'user_email': 'alex@example.org',
}
'''
