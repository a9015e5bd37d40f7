curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users \
  -X DELETE \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario_users": [{"user_email": "alex@example.org"}]}'
