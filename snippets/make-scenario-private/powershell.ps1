$request = @{
  Method = "PUT"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"scenario": {"private": true}}'
}
Invoke-RestMethod @request
