$request = @{
  Method = "PUT"
  Uri = "https://engine.energytransitionmodel.com/api/v3/user"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"user": {"private_scenarios": true}}'
}
Invoke-RestMethod @request
