$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios/9000006"
}
Invoke-RestMethod @request
