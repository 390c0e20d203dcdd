"""A run as far as call sites are compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrate_check.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class SentCase:
    """One case that was sent."""

    case_id: str
    route: str
    stream: bool
    fields: Mapping[str, frozenset[str]]
    """Wire name → values as compact JSON, see sent_fields.py."""
    models: frozenset[str]
    """Ids that either side was asked for."""
    passed: bool
    """Both sides answered, and no unsuppressed error finding names the case."""
    wrong_on_purpose: bool = False
    kinds: frozenset[str] = frozenset()
    """What is asked beyond text, such as `image_url`."""


@dataclass(frozen=True, slots=True)
class RunEvidence:
    """What a run says to call sites."""

    run_id: str
    cases: tuple[SentCase, ...]
    errors: tuple[Finding, ...]
    """Unsuppressed findings of severity error."""
