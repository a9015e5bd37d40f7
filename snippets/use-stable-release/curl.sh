curl https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios/9000003 \
  -H "Authorization: Bearer $ETM_API_TOKEN"
