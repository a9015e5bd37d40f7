$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000005"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
try {
  Invoke-RestMethod @request
} catch {
  $status = [int] $_.Exception.Response.StatusCode
  $answer = $_.ErrorDetails.Message | ConvertFrom-Json
  "$status $($answer.errors)"
}
