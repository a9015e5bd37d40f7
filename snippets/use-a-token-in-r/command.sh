etm-mock exec -- sh -c 'echo "ETM_API_TOKEN=$ETM_API_TOKEN" > .Renviron'
etm-mock exec -- env -u ETM_API_TOKEN Rscript list.R
etm-mock exec -- Rscript check.R
etm-mock exec -- Rscript create.R
etm-mock exec -- Rscript errors.R
