"""What providers and gateways are known to send."""
