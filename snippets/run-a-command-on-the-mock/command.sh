etm-mock exec -- curl https://engine.energytransitionmodel.com/api/v3/scenarios/999999
