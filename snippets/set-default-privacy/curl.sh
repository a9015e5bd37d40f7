curl https://engine.energytransitionmodel.com/api/v3/user \
  -X PUT \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"user": {"private_scenarios": true}}'
