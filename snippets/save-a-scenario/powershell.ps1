$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/saved_scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
  ContentType = "application/json; charset=utf-8"
  Body = '{"saved_scenario": {"title": "Heat study", "scenario_id": 9000003, "private": true}}'
}
Invoke-RestMethod @request
