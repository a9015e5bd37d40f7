curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/interpolate \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"end_year": 2035}'
