export ETM_API_TOKEN="$(cat token.txt)"
python read.py
