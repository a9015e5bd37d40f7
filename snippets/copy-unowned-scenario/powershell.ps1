$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"scenario": {"scenario_id": 9000001, "private": true}}'
}
Invoke-RestMethod @request
