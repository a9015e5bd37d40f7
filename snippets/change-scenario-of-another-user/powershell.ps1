$request = @{
  Method = "PUT"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000004"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"scenario": {"user_values": {"buildings_insulation_level": 60}}}'
}
Invoke-RestMethod @request
