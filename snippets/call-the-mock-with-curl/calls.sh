# Reset everything to a fixture
curl "$ETM_MOCK_URL/_mock/reset" -d '{"fixture": "docs"}'

# Make a user, a token of that user, and a scenario that the user owns
curl "$ETM_MOCK_URL/_mock/users" -d '{"name": "Noor", "email": "noor@example.org"}' -w "\n"
curl "$ETM_MOCK_URL/_mock/tokens" -d '{"user_id": 128, "permissions": "read"}' -w "\n"
curl "$ETM_MOCK_URL/_mock/scenarios" -d '{"owner_id": 128, "private": true}' -o scenario.json

# Revoke the token
curl "$ETM_MOCK_URL/_mock/tokens/513" -X DELETE

# Let an hour pass
curl "$ETM_MOCK_URL/_mock/clock" -d '{"advance": 3600}' -w "\n"

# Let the next two requests fail, list what is to fail, and stop it
curl "$ETM_MOCK_URL/_mock/faults" -d '{"status": 503, "count": 2}' -w "\n"
curl "$ETM_MOCK_URL/_mock/faults" -w "\n"
curl "$ETM_MOCK_URL/_mock/faults" -X DELETE

# Send a request to the API, list the requests, and empty the list
curl https://engine.energytransitionmodel.com/api/v3/scenarios/999999 -A "my program" -w "\n"
curl "$ETM_MOCK_URL/_mock/requests" -w "\n"
curl "$ETM_MOCK_URL/_mock/requests" -X DELETE
curl "$ETM_MOCK_URL/_mock/requests" -w "\n"
