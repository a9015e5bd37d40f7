curl -sS -o price.csv \
  https://engine.energytransitionmodel.com/api/v3/scenarios/9000003/curves/electricity_price.csv \
  -H "Authorization: Bearer $ETM_API_TOKEN"
head -n 3 price.csv
