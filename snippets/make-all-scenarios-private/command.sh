etm-mock exec -- python private.py
