$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"scenario": {"area_code": "nl", "end_year": 2050}}'
}
Invoke-RestMethod @request
