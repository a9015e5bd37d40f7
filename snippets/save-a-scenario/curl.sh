curl https://engine.energytransitionmodel.com/api/v3/saved_scenarios \
  -X POST \
  -H "Authorization: Bearer $ETM_API_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"saved_scenario": {"title": "Heat study", "scenario_id": 9000003, "private": true}}'
