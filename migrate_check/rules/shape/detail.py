"""The structural difference of two documents, for a person who looks into a finding."""

from __future__ import annotations

import re

from migrate_check.domain.json_value import Json

LONGEST = 2000
"""Characters."""

_VOLATILE = [
    re.compile(r"\['(id|created|created_at|system_fingerprint|request_id|timings)'\]"),
]


def describe(baseline: Json, candidate: Json) -> str | None:
    """DeepDiff's sentences, one per line; None when there is nothing to compare or to say.

    Too slow for every pair: ask it only about the first occurrence of a finding.
    """
    if not isinstance(baseline, (dict, list)) or not isinstance(candidate, (dict, list)):
        return None
    # Imported here: it takes a third of a second, and most runs need it never.
    from deepdiff import DeepDiff

    text = DeepDiff(baseline, candidate, verbose_level=1, exclude_regex_paths=_VOLATILE).pretty()
    if not text:
        return None
    lines = [line if len(line) <= 200 else f"{line[:199]}…" for line in text.splitlines()]
    whole = "\n".join(lines)
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"
