etm-mock exec -- python client.py
