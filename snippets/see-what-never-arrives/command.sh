etm-mock exec -- python symptoms.py
etm-mock exec -- bash shell.sh || echo "curl ended with $?"
