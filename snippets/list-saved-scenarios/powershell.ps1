$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/saved_scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
