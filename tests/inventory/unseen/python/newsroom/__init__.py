"""A newsroom's assistant."""

from newsroom.llm import complete, get_client

__all__ = ["complete", "get_client"]
