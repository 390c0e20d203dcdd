"""Stage 3: an exchange to a provider-neutral observation. Pure."""
