curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000004 \
  -X PUT \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"user_values": {"buildings_insulation_level": 60}}}'
