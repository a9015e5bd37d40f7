curl https://engine.energytransitionmodel.com/api/v3/scenarios/9000006 \
  -X PUT \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"user_values": {"buildings_insulation_level": 60}}}'
