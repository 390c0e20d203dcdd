"""Fields without which an answer is of no use."""

from __future__ import annotations

_LAST = frozenset(
    {
        "arguments",
        "choices",
        "content",
        "delta",
        "id",
        "input",
        "message",
        "model",
        "name",
        "object",
        "role",
        "text",
        "thinking",
        "type",
        "usage",
    }
)


def is_essential(path: str) -> bool:
    """Whether callers read the field of every answer; token counts are among them."""
    last = path.rsplit(".", 1)[-1].removesuffix("[]")
    # A null `content` beside the role or a call is usual in deltas of this format.
    if path == "chunk.choices[].delta.content":
        return False
    return last in _LAST or last.endswith("_tokens")
