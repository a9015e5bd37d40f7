etm-mock exec -- bash -e calls.sh
