etm-mock exec -- env NETRC=netrc.txt python ask.py
