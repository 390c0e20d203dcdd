"""Endpoints that take an order and deliver later."""

from __future__ import annotations

ORDERS = frozenset(
    {
        "anthropic-batches",
        "gemini-batches",
        "gemini-videos",
        "openai-batches",
        "openai-fine-tuning",
        "openai-videos",
    }
)
"""A repeated request is a second job, and a second bill."""

IMAGE_ROUTES = frozenset({"gemini-images", "image-edits", "image-variations", "images"})

MEDIA = IMAGE_ROUTES | {"audio-speech"}
"""Answers that cost much each."""

_READS_ONLY = (
    "get",
    "retrieve",
    "list",
    "cancel",
    "poll",
    "delete",
    "content",
    "results",
    "download",
)


def orders_a_job(route: str, call: str) -> bool:
    """Whether the call makes a job, not only looks at one."""
    last = call.rpartition(".")[2].split("(")[0].lower()
    return route in ORDERS and not last.startswith(_READS_ONLY)
