etm-mock exec -- bash fail.sh
