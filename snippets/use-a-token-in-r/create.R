library(httr2)

etm <- request("https://engine.energytransitionmodel.com/api/v3") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_timeout(60)

answer <- etm |>
  req_url_path_append("scenarios") |>
  req_body_json(list(scenario = list(end_year = 2050, private = TRUE))) |>
  req_perform()

scenario <- resp_body_json(answer)
writeLines(paste(scenario$id, "private:", scenario$private))
