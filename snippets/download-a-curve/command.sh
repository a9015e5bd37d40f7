etm-mock exec -- bash download.sh
