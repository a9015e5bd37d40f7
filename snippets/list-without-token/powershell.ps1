$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
}
Invoke-RestMethod @request
