curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000002 \
  -X DELETE \
  -H "Authorization: Bearer $ETM_API_TOKEN"
