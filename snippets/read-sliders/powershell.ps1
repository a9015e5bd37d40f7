$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000002/inputs"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
