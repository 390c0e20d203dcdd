"""Which provider made a model, by its id."""

from __future__ import annotations

import re

_VENDORS = (
    (
        "openai",
        re.compile(r"(gpt|chatgpt|o[1-9]|text-embedding|dall-e|whisper|tts|davinci)([-.]|\b)"),
    ),
    ("anthropic", re.compile(r"claude\b")),
    ("gemini", re.compile(r"(gemini|gemma|imagen|veo)\b")),
    (
        "mistral",
        re.compile(r"(open-)?(mistral|mixtral|codestral|ministral|magistral|pixtral|devstral)\b"),
    ),
    ("deepseek", re.compile(r"deepseek\b")),
)
_PREFIX = re.compile(r".*[/:]")


def vendor_of(model: str | None) -> str | None:
    """`openai` for `gpt-4o` and `openai/gpt-4o`; None where the id does not tell."""
    name = _PREFIX.sub("", (model or "").lower())
    return next((vendor for vendor, pattern in _VENDORS if pattern.match(name)), None)
