curl https://engine.energytransitionmodel.com/api/v3/scenarios \
  -X POST \
  -H "Content-Type: application/json" \
  -d '{"scenario": {"private": true}}'
