"""`${model}`, `${overflow}` and `${nonce}` in request templates; `$${` is a literal `${`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from migrate_check.documents.closest import closest
from migrate_check.documents.document import KeyPath
from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.json_value import Json

PLACEHOLDERS = ("model", "overflow", "nonce")

_TOKEN = re.compile(r"\$?\$\{[^{}]*\}?")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OVERFLOW_FACTOR = 1.2
"""Words per token of the context window: one common word is one token or more."""


def fill(template: Json, variables: Mapping[str, str]) -> Json:
    """The template with every placeholder replaced in texts; keys stay.

    Raises ScenarioError for a placeholder that `variables` does not have.
    """
    if isinstance(template, str):
        return _TOKEN.sub(_replacement(variables), template)
    if isinstance(template, list):
        return [fill(item, variables) for item in template]
    if isinstance(template, dict):
        return {key: fill(value, variables) for key, value in template.items()}
    return template


def _replacement(variables: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    texts = {f"${{{name}}}": text for name, text in variables.items()}

    def replace(match: re.Match[str]) -> str:
        if match[0].startswith("$$"):
            return match[0][1:]
        if match[0] not in texts:
            raise ScenarioError(unknown_placeholder(match[0], tuple(variables)))
        return texts[match[0]]

    return replace


def unknown_placeholder(token: str, known: tuple[str, ...]) -> str:
    """The message for a placeholder that does not exist or is not closed."""
    tokens = [f"${{{name}}}" for name in known]
    return f"unknown placeholder {token}; {closest(token, tokens)}; a literal ${{ is written $${{"


def placeholders_in(template: Json, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every `${…}` that is not escaped, with its place in the template."""
    if isinstance(template, str):
        for match in _TOKEN.finditer(template):
            if not match[0].startswith("$$"):
                yield path, match[0]
    elif isinstance(template, list):
        for index, item in enumerate(template):
            yield from placeholders_in(item, (*path, index))
    elif isinstance(template, dict):
        for key, value in template.items():
            yield from placeholders_in(value, (*path, key))


@lru_cache(maxsize=2)
def overflow(context_window: int) -> str:
    """Text longer than a context window of so many tokens."""
    words = int(context_window * OVERFLOW_FACTOR)
    return " ".join((_WORDS * (words // len(_WORDS) + 1))[:words])
