"""What an SDK loses by a cause that has a finding: evidence there, no finding of its own.

What an SDK raises always stays a finding: it is the proof that clients break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from migrate_check.rules.collect import Key, Tally

ACCESSOR_RULE = "sdk-accessor-changed"

_FINISH = r"\.(finish_reason|stop_reason|status)$"
_ARGUMENTS = r"arguments\)?$|\.(input|args)$|get_final_"
_CALL = r"tool_calls|tool_use|function_call"
_ERROR = r"^error"
EXPLAINED: Mapping[str, re.Pattern[str]] = {
    rule: re.compile(places)
    for rule, places in {
        "error-code-lost": r"^error\.(code|body)$",
        "error-envelope-foreign": _ERROR,
        "error-field-missing": r"^error\.(code|param)$",
        "error-not-json": _ERROR,
        "finish-missing": _FINISH,
        "finish-vendor-value": _FINISH,
        "message-instead-of-delta": r"\.(delta|message|finish_reason)\b",
        "role-invalid": r"\.role$",
        "stream-empty": r"create\(stream=True\)|stream\(\)",
        "stream-finish-missing": _FINISH,
        "stream-role-missing": r"\.role$",
        "stream-terminal-missing": rf"{_FINISH}|\.usage\b",
        "text-empty": r"content|text",
        "tool-arguments-emptied": _ARGUMENTS,
        "tool-arguments-not-json": _ARGUMENTS,
        "tool-arguments-not-object": _ARGUMENTS,
        "tool-arguments-not-string": _ARGUMENTS,
        "tool-id-missing": r"\.(id|call_id)$",
        "tool-index-missing": _CALL,
        "tool-index-shared": _CALL,
        "tool-name-missing": r"\.name$",
        "tool-type-missing": rf"\.type$|{_CALL}",
        "usage-missing": r"\.usage(_metadata)?$",
    }.items()
}
"""Rule → the accessors that its cause takes with it.

All of these rules are errors but error-field-missing, which is exact about that very field: where
the code told something, error-code-lost says so.
"""


@dataclass(frozen=True, slots=True)
class Proofs:
    """Accessor findings that other findings explain, and what those are told of them."""

    explained: dict[Key, set[str]] = field(default_factory=dict)
    """Finding → cases."""
    told: dict[Key, dict[str, None]] = field(default_factory=dict)
    """Cause → messages, in order."""

    def cases(self, key: Key) -> Set[str]:
        """Where a finding has a cause that tells of it."""
        return self.explained.get(key, frozenset())

    def detail(self, cause: Key, detail: str | None) -> str | None:
        """The detail of a finding, with what an SDK's callers meet."""
        lines = [line for line in (detail, *self.told.get(cause, ())) if line]
        return "\n".join(lines) or None


def proofs_of(
    suspected: Iterable[tuple[Tally, Iterable[str]]], certain: Iterable[tuple[Tally, Iterable[str]]]
) -> Proofs:
    """Join accessor findings with their causes. Both arguments: tallies with their cases."""
    causes: dict[tuple[str, str], list[Key]] = {}
    for tally, cases in certain:
        if tally.rule.id in EXPLAINED:
            for case in cases:
                causes.setdefault((tally.key.route, case), []).append(tally.key)
    proofs = Proofs()
    for tally, cases in suspected:
        if tally.rule.id == ACCESSOR_RULE:
            for case in cases:
                _explain(proofs, tally, case, causes.get((tally.key.route, case), ()))
    return proofs


def _explain(proofs: Proofs, tally: Tally, case: str, causes: Iterable[Key]) -> None:
    for cause in causes:
        if EXPLAINED[cause.rule].search(tally.key.location):
            proofs.explained.setdefault(tally.key, set()).add(case)
            message = tally.cases[case].first.message
            proofs.told.setdefault(cause, {})[message] = None
