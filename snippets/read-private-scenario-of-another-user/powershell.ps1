$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000005"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
