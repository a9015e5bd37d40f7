etm-mock exec -- python replace.py
