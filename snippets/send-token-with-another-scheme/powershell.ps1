$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Token $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
