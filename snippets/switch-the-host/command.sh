etm-mock exec -- python list.py
export ETM_API_HOST=2025-01.engine.energytransitionmodel.com
etm-mock exec -- python list.py
export ETM_API_HOST=beta.engine.energytransitionmodel.com
etm-mock exec -- python list.py
