"""Models that their makers have switched off, or replaced under the same name."""

from __future__ import annotations

import re

from migrate_check.domain.model_name import bare

_RETIRED: tuple[tuple[str, str], ...] = (
    (
        r"text-(davinci|curie|babbage|ada)-00\d|code-davinci-00\d|(davinci|curie|babbage|ada)",
        "2024",
    ),
    (r"gpt-3\.5-turbo-(0301|0613|16k-0613)", "2024-09"),
    (r"gpt-4-(0314|32k(-0314|-0613)?|vision-preview|1106-vision-preview)", "2025-06"),
    (r"gpt-4\.5-preview(-2025-02-27)?", "2025-07"),
    (r"o1-(preview|mini)(-\d{4}-\d{2}-\d{2})?", "2025-10"),
    (r"claude-(1|2|instant)([.-].*)?", "2025-07"),
    (r"claude-3-sonnet(-20240229|-latest)?", "2025-07"),
    (r"claude-3-5-sonnet(-20240620|-20241022|-latest)?", "2025-10"),
    (r"claude-3-opus(-20240229|-latest)?", "2026-01"),
    (r"gemini-(pro(-vision)?|1\.0-.*|1\.5-.*)", "2025-09"),
    (r"(chat|text)-bison(-\d+)?|embedding-gecko-\d+", "2024-10"),
)
_COMPILED = tuple((re.compile(pattern), since) for pattern, since in _RETIRED)


def retired_since(model: str) -> str | None:
    """Year, and month where known, since when the maker refuses it; None: not known to be gone."""
    name = bare(model).lower()
    return next((since for pattern, since in _COMPILED if pattern.fullmatch(name)), None)
