curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000003 \
  -X DELETE \
  -H "Authorization: Bearer $ETM_API_TOKEN"
