import os

import httpx

response = httpx.get(
    "https://engine.energytransitionmodel.com/api/v3/scenarios",
    headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
)
print(response.status_code)
#> 200
print(response.json())
'''
{
    'links': {
        'first': 'https://engine.energytransitionmodel.com/api/v3/scenarios?limit=25&page=1',
        'prev': None,
        'next': None,
        'last': 'https://engine.energytransitionmodel.com/api/v3/scenarios?limit=25&page=1',
    },
    'meta': {
        'limit': 25,
        'count': 2,
        'total': 2,
        'current_page': 1,
        'total_pages': 1,
    },
    'data': [
        {
            'id': 9000003,
            'area_code': 'nl',
            'start_year': 2019,
            'end_year': 2040,
            'source': None,
            'private': True,
            'keep_compatible': False,
            'created_at': '2025-08-29T09:00:00.000Z',
            'updated_at': '2025-08-29T09:00:00.000Z',
            'user_values': {},
            'balanced_values': {},
            'metadata': {},
            'active_couplings': [],
            'inactive_couplings': [],
            'scaling': None,
            'template': None,
            'url': 'https://engine.energytransitionmodel.com/api/v3/scenarios/9000003',
        },
        {
            'id': 9000002,
            'area_code': 'nl',
            'start_year': 2019,
            'end_year': 2050,
            'source': 'docs',
            'private': False,
            'keep_compatible': False,
            'created_at': '2025-08-28T09:00:00.000Z',
            'updated_at': '2025-08-28T09:00:00.000Z',
            'user_values': {'buildings_insulation_level': 40.0},
            'balanced_values': {},
            'metadata': {},
            'active_couplings': [],
            'inactive_couplings': [],
            'scaling': None,
            'template': None,
            'url': 'https://engine.energytransitionmodel.com/api/v3/scenarios/9000002',
        },
    ],
}
'''
