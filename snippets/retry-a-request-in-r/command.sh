etm-mock exec -- Rscript retry.R
