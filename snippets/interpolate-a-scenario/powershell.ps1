$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/interpolate"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"end_year": 2035}'
}
Invoke-RestMethod @request
