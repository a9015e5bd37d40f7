$request = @{
  Uri = "https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
