etm-mock exec -- python elsewhere.py
