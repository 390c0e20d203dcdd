"""Wire formats: how each one is requested, parsed and what its streams may do. No I/O."""
