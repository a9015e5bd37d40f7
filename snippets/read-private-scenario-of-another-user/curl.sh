curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000005 \
  -H "Authorization: Bearer $ETM_API_TOKEN"
