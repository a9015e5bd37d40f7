curl "$scenario" \
  -X PUT \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"private": true}}'
