curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000003 \
  -H "Authorization: Bearer $ETM_API_TOKEN"
