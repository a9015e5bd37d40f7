curl https://engine.energytransitionmodel.com/api/v3/scenarios \
  -H "Authorization: Token $ETM_API_TOKEN"
