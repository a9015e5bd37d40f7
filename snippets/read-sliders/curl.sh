curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/inputs \
  -H "Authorization: Bearer $ETM_API_TOKEN"
