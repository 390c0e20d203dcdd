"""What people may read of the rules."""

from __future__ import annotations

from typing import NamedTuple

from migrate_check.domain.errors import UsageError
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.lookup import rule_by_id
from migrate_check.rules.rule import Nature, Rule, Scope


class RuleRow(NamedTuple):
    """One line of `rules list`."""

    id: str
    severity: str
    family: str
    scope: str
    nature: str
    summary: str


_NATURE = {
    Nature.CONTRACT: "a fact of the wire format: one counter-example is enough",
    Nature.SAMPLED: "a model may do it by chance: the two sides' rates must differ",
}
_SCOPE = {
    Scope.EXCHANGE: "one answer",
    Scope.PAIR: "both sides' answers to one request",
    Scope.METAMORPHIC: "one side's streamed against its unstreamed answers",
    Scope.SEQUENCE: "the turns of one conversation",
    Scope.CASE: "all repeats of one request",
    Scope.RUN: "the whole run",
    Scope.SITE: "one place in the code that calls an LLM",
    Scope.CLIENT: "a client in the code, with the calls that share it",
    Scope.SETTING: "one entry of a configuration file",
}
_STATIC = frozenset({Scope.SITE, Scope.CLIENT, Scope.SETTING})


def rules_of(family: str) -> tuple[RuleRow, ...]:
    """Rows in catalogue order; `family` empty for all. UsageError for an unknown family."""
    families = tuple(dict.fromkeys(rule.family for rule in RULES))
    if family and family not in families:
        raise UsageError(f"no family {family!r}; the families are {', '.join(families)}")
    return tuple(_row(rule) for rule in RULES if family in ("", rule.family))


def explanation_of(rule_id: str) -> str:
    """The page of one rule. UsageError names the closest id."""
    rule = rule_by_id(rule_id)
    facts = (
        f"{rule.id} ({rule.severity.value}, family {rule.family})",
        f"Looks at {_SCOPE[rule.scope]}; {_nature(rule)}.",
    )
    return "\n".join((*facts, "", rule.explanation))


def _nature(rule: Rule) -> str:
    if rule.scope in _STATIC:
        asked = "asked where a gateway is named" if rule.needs_profile else "asked always"
        return f"nothing is sent, and it is {asked}"
    return _NATURE[rule.nature]


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        rule.id,
        rule.severity.value,
        rule.family,
        rule.scope.value,
        rule.nature.value,
        rule.summary,
    )
