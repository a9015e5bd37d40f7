curl "$scenario" -X DELETE -H "Authorization: Bearer $ETM_API_TOKEN"
curl "$scenario" -H "Authorization: Bearer $ETM_API_TOKEN"
