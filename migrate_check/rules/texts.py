"""Rules that read what was written: they cannot be asked where only hashes of texts are kept."""

from __future__ import annotations

from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule

READ_TEXTS = frozenset(
    {
        "answer-of-another-request",
        "parameter-not-reproducible",
        "parameter-without-effect",
        "replacement-character",
        "stop-sequence-ignored",
        "streamed-text-cut-short",
        "text-delivered-twice",
        "text-distribution-differs",
        "text-not-json",
        "tool-call-as-text",
        "usage-output-tokens-changed",
    }
)

RULES_FOR_HASHES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.id not in READ_TEXTS)
"""The catalogue without them."""
