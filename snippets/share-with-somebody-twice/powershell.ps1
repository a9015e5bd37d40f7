$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/users"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{
  "scenario_users": [
    {
      "user_email": "robin@example.org",
      "role": "scenario_viewer"
    },
    {
      "user_email": "kim@example.org",
      "role": "scenario_viewer"
    }
  ]
}'
}
Invoke-RestMethod @request
