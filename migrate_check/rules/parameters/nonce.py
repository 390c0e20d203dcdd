"""The nonce that a request carried, read from the request itself.

An answer may be looked at beside the trial of another repeat, when the baseline is compared with
itself; only its own request tells what it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation
from migrate_check.domain.scenario import Case

MARK = "${nonce}"


def nonce_of(answer: Observation, case: Case) -> str | None:
    """The text that stood for `${nonce}` in the case's body; None where there was none."""
    for template, sent in _texts(dict(case.body or {}), answer.asked.body):
        found = _pattern(template).fullmatch(sent)
        if found is not None:
            return found.group("nonce")
    return None


def _texts(template: Json, sent: Json) -> Iterator[tuple[str, str]]:
    """Templates with the mark, and what was sent in their place."""
    if isinstance(template, str):
        if MARK in template and isinstance(sent, str):
            yield template, sent
    elif isinstance(template, list) and isinstance(sent, list):
        for part, of_sent in zip(template, sent, strict=False):
            yield from _texts(part, of_sent)
    elif isinstance(template, dict) and isinstance(sent, dict):
        for key, part in template.items():
            yield from _texts(part, sent.get(key))


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    """The template with its first mark as a group, and all other placeholders as anything."""
    before, *after = template.split(MARK)
    rest = "(?P=nonce)".join(_open(part) for part in after)
    return re.compile(f"{_open(before)}(?P<nonce>[^\\s]+?){rest}", re.DOTALL)


def _open(text: str) -> str:
    return ".*?".join(re.escape(part) for part in re.split(r"\$\{[a-z]+\}", text))
