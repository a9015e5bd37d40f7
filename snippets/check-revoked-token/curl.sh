curl https://my.energytransitionmodel.com/oauth/token/info \
  -H "Authorization: Bearer $ETM_API_TOKEN"
