TRUST_ENV=true etm-mock exec -- python scenarios.py
