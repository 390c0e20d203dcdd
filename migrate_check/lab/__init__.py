"""The embedded provider and gateway: real HTTP and SSE on loopback."""
