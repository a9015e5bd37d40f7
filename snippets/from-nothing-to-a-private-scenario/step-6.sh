curl "$scenario/users" \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario_users": [{"user_email": "sam@example.org", "role": "scenario_viewer"}]}'
