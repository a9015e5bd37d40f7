library(httr2)

etm <- request("https://engine.energytransitionmodel.com/api/v3") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_error(is_error = \(answer) FALSE)

answer <- etm |>
  req_url_path_append("scenarios", 9000005) |>
  req_perform()

if (resp_status(answer) >= 400) {
  writeLines(paste(resp_status(answer), unlist(resp_body_json(answer)$errors)))
}
