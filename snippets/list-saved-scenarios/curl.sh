curl https://engine.energytransitionmodel.com/api/v3/saved_scenarios \
  -H "Authorization: Bearer $ETM_API_TOKEN"
