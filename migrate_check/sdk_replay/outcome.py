"""What an SDK gives or raises, in words that hold nothing of what a model or a server wrote."""

from __future__ import annotations

import re
from collections.abc import Set
from enum import Enum

NOT_JSON = "not JSON"
RAISES = "raises "
_FALSY = frozenset({"None", "empty text", "empty list", "empty object", "empty bytes"})
_WORD = re.compile(r"[A-Za-z_]{1,40}\Z")
_SAFE = (TypeError, AttributeError, IndexError, AssertionError, RuntimeError)
"""Their messages name Python types and attributes, not contents."""
_DIGITS = re.compile(r"\d+")
_PLAIN: tuple[tuple[type, str], ...] = ((bool, "boolean"), (int, "integer"), (float, "number"))
_SIZED: tuple[tuple[type, str], ...] = (
    (str, "text"),
    (bytes, "bytes"),
    (list, "list"),
    (tuple, "list"),
    (dict, "object"),
)


def outcome_of(value: object) -> str:
    """`None`, `integer`, `empty text`, or the name of an SDK's own class."""
    if value is None:
        return "None"
    if isinstance(value, Enum):
        return word_of(value.value)
    for kind, name in _PLAIN:
        if isinstance(value, kind):
            return name
    for kind, name in _SIZED:
        if isinstance(value, kind):
            return name if value else f"empty {name}"
    return type(value).__name__.partition("[")[0]


def word_of(value: object) -> str:
    """As `outcome_of`, and the word itself where it is one of an enumeration: `text 'stop'`."""
    word = value.value if isinstance(value, Enum) else value
    if isinstance(word, str) and _WORD.match(word):
        return f"text '{word}'"
    return outcome_of(word)


def merged(outcomes: Set[str]) -> str:
    """One outcome for a place that was looked at several times, such as in each chunk.

    What is raised once breaks the loop; that a piece is empty says nothing beside others.
    """
    raised = sorted(each for each in outcomes if each.startswith(RAISES))
    if raised:
        return raised[0]
    full = sorted(outcomes - _FALSY)
    return " or ".join(full) if full else min(outcomes)


def told(error: BaseException) -> str:
    """Class and message of what was raised, without measured values and contents."""
    name = type(error).__name__
    if isinstance(error, _SAFE):
        said = str(error).splitlines()[0] if str(error) else ""
        return f"{name}: {_DIGITS.sub('N', said)[:120]}" if said else name
    places = _invalid_fields(error)
    return f"{name}: {places}" if places else name


def _invalid_fields(error: BaseException) -> str:
    """Where a validating SDK found which kind of trouble: `candidates.N.content: model_type`."""
    errors = getattr(error, "errors", None)
    if not callable(errors):
        return ""
    try:
        found = {(".".join(map(str, each["loc"])), str(each["type"])) for each in errors()}
    except (TypeError, KeyError):
        return ""
    named = sorted({f"{_DIGITS.sub('N', place)}: {kind}" for place, kind in found})
    return ", ".join(named[:3])
