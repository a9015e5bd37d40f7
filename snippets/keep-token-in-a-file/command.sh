git init --quiet
etm-mock exec -- bash save.sh
etm-mock exec -- env -u ETM_API_TOKEN bash load.sh
