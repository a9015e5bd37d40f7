library(httr2)

answer <- request("https://engine.energytransitionmodel.com/api/v3") |>
  req_url_path_append("scenarios/9000003/curves/electricity_price.csv") |>
  req_auth_bearer_token(Sys.getenv("ETM_API_TOKEN")) |>
  req_timeout(60) |>
  req_perform()

price <- read.csv(text = resp_body_string(answer))
cat(nrow(price), "hours, on average", round(mean(price$Price..Euros.), 2), "\n")
