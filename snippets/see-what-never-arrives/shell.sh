address=https://engine.energytransitionmodel.com/api/v3/scenarios

echo "an empty variable:"
curl -sS $address -H "Authorization: Bearer $ETM_TOKEN"

printf '\nsingle quotes:\n'
curl -sS $address -H 'Authorization: Bearer $ETM_API_TOKEN'

printf '\na misspelt host:\n'
curl -sS --noproxy '*' https://engine.energytransitionmodel.invalid 2>&1
