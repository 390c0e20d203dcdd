"""Which provider serves a model, by its id.

Models with open weights (gemma, mixtral, gpt-oss) are served by anybody: their names tell nothing.
"""

from __future__ import annotations

import re

_VENDORS = (
    (
        "openai",
        re.compile(
            r"(gpt(?!-oss)|chatgpt|o[1-9]|text-embedding|dall-e|whisper|tts|davinci)([-.]|\b)"
        ),
    ),
    ("anthropic", re.compile(r"claude\b")),
    ("gemini", re.compile(r"(gemini|imagen|veo)\b")),
    (
        "mistral",
        re.compile(r"(mistral|codestral|ministral|magistral|pixtral|devstral)\b"),
    ),
    ("deepseek", re.compile(r"deepseek\b")),
)
_PREFIX = re.compile(r".*[/:]")


def vendor_of(model: str | None) -> str | None:
    """`openai` for `gpt-4o` and `openai/gpt-4o`; None where the id does not tell."""
    name = _PREFIX.sub("", (model or "").lower())
    return next((vendor for vendor, pattern in _VENDORS if pattern.match(name)), None)
