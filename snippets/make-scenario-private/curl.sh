curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002 \
  -X PUT \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"private": true}}'
