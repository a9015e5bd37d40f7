curl https://engine.energytransitionmodel.com/api/v3/scenarios/12001 \
  -H "Authorization: Bearer $ETM_API_TOKEN"
