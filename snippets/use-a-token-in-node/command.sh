etm-mock exec -- node list.mjs
