library(httr2)

etm <- request("https://engine.energytransitionmodel.com/api/v3") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_timeout(60)

answer <- etm |>
  req_url_path_append("scenarios") |>
  req_perform()

for (scenario in resp_body_json(answer)$data) {
  writeLines(paste(scenario$id, scenario$area_code, scenario$end_year))
}
