curl https://engine.energytransitionmodel.com/api/v3/scenarios \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"end_year": 2050, "private": true}}'
