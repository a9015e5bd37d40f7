curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000001/users \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
  "scenario_users": [
    {
      "user_email": "alex@example.org",
      "role": "scenario_owner"
    }
  ]
}'
