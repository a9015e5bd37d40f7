curl https://engine.energytransitionmodel.com/api/v3/scenarios \
  -H "Authorization: Bearer $ETM_API_TOKEN"
