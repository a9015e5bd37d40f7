$request = @{
  Uri = "https://my.energytransitionmodel.com/oauth/token/info"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
