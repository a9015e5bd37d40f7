curl "$ETM_MOCK_URL/_mock/faults" \
  -H "Content-Type: application/json" \
  -d '{"path": "/api/v3/scenarios/*", "status": 429, "retry_after": 2}'
echo
curl -i https://engine.energytransitionmodel.com/api/v3/scenarios/999999 | grep -i -e HTTP -e retry
curl https://engine.energytransitionmodel.com/api/v3/scenarios/999999
