"""Ways in which gateways break: one function each, listed in `catalogue`."""
