curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002,9000003/batch \
  -H "Authorization: Bearer $ETM_API_TOKEN"
