"""Stage 2: the only stage that calls a provider."""
