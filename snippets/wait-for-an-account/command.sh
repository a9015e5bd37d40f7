etm-mock exec -- python wait.py
