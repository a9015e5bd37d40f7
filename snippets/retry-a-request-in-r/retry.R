library(httr2)

answer <- request("https://engine.energytransitionmodel.com/api/v3") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_retry(max_tries = 4) |>
  req_url_path_append("scenarios", 9000003) |>
  req_perform()

writeLines(paste("status", resp_status(answer)))
