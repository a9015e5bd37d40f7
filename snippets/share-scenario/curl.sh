curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/users \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
  "scenario_users": [
    {
      "user_email": "kim@example.org",
      "role": "scenario_viewer"
    },
    {
      "user_email": "new@example.org",
      "role": "scenario_collaborator"
    }
  ]
}'
