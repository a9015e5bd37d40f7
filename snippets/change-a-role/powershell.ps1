$request = @{
  Method = "PUT"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{
  "scenario_users": [
    {
      "user_email": "kim@example.org",
      "role": "scenario_collaborator"
    }
  ]
}'
}
Invoke-RestMethod @request
