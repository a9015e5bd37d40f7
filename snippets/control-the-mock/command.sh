etm-mock exec -- python control.py
