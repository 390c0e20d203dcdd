"""What breaks, what it costs and what slows down when LLM traffic moves to a gateway."""

__version__ = "0.1.0"
