etm-mock exec -- python scenarios.py
