$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/users"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{
  "scenario_users": [
    {
      "user_email": "kim@example.org",
      "role": "scenario_viewer"
    },
    {
      "user_email": "new@example.org",
      "role": "scenario_collaborator"
    }
  ]
}'
}
Invoke-RestMethod @request
