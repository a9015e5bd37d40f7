$request = @{
  Uri = "https://my.energytransitionmodel.com/oauth/userinfo"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
Invoke-RestMethod @request
