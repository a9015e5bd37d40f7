etm-mock exec -- python expire.py
