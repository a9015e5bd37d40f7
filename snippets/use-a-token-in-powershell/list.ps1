$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Bearer $env:ETM_API_TOKEN" }
}
$answer = Invoke-RestMethod @request
foreach ($scenario in $answer.data) {
  "$($scenario.id) $($scenario.area_code) $($scenario.end_year)"
}
