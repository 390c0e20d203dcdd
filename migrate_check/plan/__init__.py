"""Stage 1: YAML and options to a configuration, scenarios and an ordered plan of trials."""
