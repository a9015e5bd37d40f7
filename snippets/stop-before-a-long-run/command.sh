etm-mock exec -- python try.py
