etm-mock exec -- python connect.py
etm-mock exec -- env -u SSL_CERT_FILE python connect.py
etm-mock exec -- env https_proxy=http://127.0.0.1:9 python connect.py
