library(httr2)

answer <- request("https://my.energytransitionmodel.com/oauth/token/info") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_perform()

token <- resp_body_json(answer)
writeLines(unlist(token$scope))
writeLines(paste(token$expires_in, "seconds left"))
