etm-mock exec --setup example.toml -- Rscript retry.R
