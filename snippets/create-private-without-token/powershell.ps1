$request = @{
  Method = "POST"
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  ContentType = "application/json; charset=utf-8"
  Body = '{"scenario": {"private": true}}'
}
Invoke-RestMethod @request
