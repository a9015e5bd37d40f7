etm-mock exec -- Rscript curve.R
