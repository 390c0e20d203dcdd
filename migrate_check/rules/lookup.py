"""Finding a rule by its id."""

from __future__ import annotations

from difflib import get_close_matches

from migrate_check.domain.errors import UsageError
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.rule import Rule

_BY_ID = {rule.id: rule for rule in RULES}


def rule_by_id(rule_id: str) -> Rule:
    """The rule of that id. Raises UsageError that names the closest id there is."""
    rule = _BY_ID.get(rule_id)
    if rule is None:
        close = get_close_matches(rule_id, _BY_ID, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "list them with `migrate-check rules`"
        raise UsageError(f"there is no rule {rule_id!r}: {hint}")
    return rule
