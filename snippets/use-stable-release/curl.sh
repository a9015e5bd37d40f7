curl https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios \
  -H "Authorization: Bearer $ETM_API_TOKEN"
