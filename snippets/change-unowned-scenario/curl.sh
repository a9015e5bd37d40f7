curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000001 \
  -X PUT \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"user_values": {"buildings_insulation_level": 60}}}'
