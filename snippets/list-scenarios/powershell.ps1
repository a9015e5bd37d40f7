$request = @{
  Uri = "https://engine.energytransitionmodel.com/api/v3/scenarios"
  Headers = @{ Authorization = "Bearer etm_xcNxTaX8KLr5LkGs93sRWnGfhyAUDPWPqKVGe1RL73GJUnfQ" }
}
Invoke-RestMethod @request
