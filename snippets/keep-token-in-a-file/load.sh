set -a
. ./.env
set +a
curl https://my.energytransitionmodel.com/oauth/userinfo \
  -H "Authorization: Bearer $ETM_API_TOKEN"
