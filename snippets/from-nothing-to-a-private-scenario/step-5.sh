curl "$scenario"
