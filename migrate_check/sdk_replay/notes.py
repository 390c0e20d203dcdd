"""Trying what a caller does with an answer, and noting what comes of each step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from migrate_check.domain.observation import SdkOutcome
from migrate_check.sdk_replay.outcome import NOT_JSON, RAISES, merged, outcome_of, told, word_of

Tree = Mapping[str, "Tree | None"]
"""What callers read, nested. A step is the name of an attribute, or
`name!`     an attribute through which callers read on without asking whether it is there
`name=`     an attribute that holds a word of an enumeration
`[0]`       the first item, which callers take without asking
`[]`        each item
`[word]`    each item whose `type` is this word
`json`      the text, parsed
"""

_BY_DESIGN = frozenset({"LengthFinishReasonError", "ContentFilterFinishReasonError"})
"""`parse` raises these where the model wrote too much or something bad: nobody's defect."""


class _Failed:
    """In place of a value that could not be had."""


FAILED: Final = _Failed()


class Notes:
    """Outcomes by place; see `Tree` for how values are looked at."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        """The first thing that was raised."""
        self._outcomes: dict[str, set[str]] = {}

    def outcomes(self) -> tuple[SdkOutcome, ...]:
        """All of them, in order of first look."""
        return tuple(SdkOutcome(place, merged(found)) for place, found in self._outcomes.items())

    def note(self, place: str, outcome: str) -> None:
        """Keep an outcome."""
        self._outcomes.setdefault(place, set()).add(outcome)

    def attempt(self, place: str, ask: Callable[[], Any]) -> Any:
        """The value, or FAILED with a note of what was raised."""
        try:
            return ask()
        except Exception as error:
            self.fail(place, error)
            return FAILED

    def fail(self, place: str, error: Exception) -> None:
        """Note what was raised at a place."""
        if type(error).__name__ in _BY_DESIGN:
            return
        self.note(place, f"{RAISES}{told(error)}")
        self.error = self.error or error

    def call(self, place: str, ask: Callable[[], Any], tree: Tree) -> Any:
        """A call, and what callers read from its result."""
        value = self.attempt(place, ask)
        if value is not FAILED:
            self.note(place, outcome_of(value))
            self.look(place, value, tree)
        return value

    def each(self, place: str, items: Iterable[Any], tree: Tree) -> list[Any] | _Failed:
        """A loop over a stream, with what callers read from each item."""
        seen = []
        try:
            for item in items:
                seen.append(item)
                self.look(place, item, tree)
        except Exception as error:
            self.fail(place, error)
            return FAILED
        self.note(place, "list" if seen else "empty list")
        return seen

    def look(self, place: str, value: Any, tree: Tree) -> None:
        """Read all that the tree names from a value."""
        for step, below in tree.items():
            if step.startswith("[") and step != "[0]":
                self._look_at_items(place, value, step, below or {})
            else:
                self._look_at(place, value, step, below)

    def _look_at(self, place: str, value: Any, step: str, below: Tree | None) -> None:
        name = step.rstrip("!=")
        path = f"json.loads({place})" if step == "json" else _joined(place, name)
        found = self.attempt(path, lambda: _taken(value, name))
        if found is FAILED:
            return
        self.note(path, word_of(found) if step.endswith("=") else outcome_of(found))
        if below and (found is not None or step.endswith("!") or "[0]" in below):
            self.look(path, found, below)

    def _look_at_items(self, place: str, value: Any, step: str, below: Tree) -> None:
        if value is None:
            return
        kind = step[1:-1]
        path = f"{place}{step}"
        items = self.attempt(path, lambda: [item for item in value if _is(item, kind)])
        if items is FAILED:
            return
        if kind:
            self.note(path, outcome_of(items))
        for item in items:
            self.look(path, item, below)


def _is(item: Any, kind: str) -> bool:
    return not kind or item.type == kind


def _joined(place: str, name: str) -> str:
    return f"{place}{name}" if name.startswith("[") else f"{place}.{name}"


def _taken(value: Any, name: str) -> Any:
    if name == "[0]":
        return value[0]
    if name == "json":
        return _parsed(value)
    return getattr(value, name)


class _NotJson:
    """Text that is no JSON: it may be the model's own fault, so nothing raises here."""


_NotJson.__name__ = NOT_JSON


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return _NotJson()
