$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000001/users"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{
  "scenario_users": [
    {
      "user_email": "alex@example.org",
      "role": "scenario_owner"
    }
  ]
}'
}
Invoke-RestMethod @request
