"""All rules. Explicit, so that a rule can be found by searching for its name."""

from __future__ import annotations

from migrate_check.rules import (
    behaviour,
    cache,
    cost,
    embeddings,
    encoding,
    errors,
    finish,
    headers,
    identity,
    latency,
    media,
    parameters,
    sdk,
    security,
    shape,
    sites,
    stream,
    tools,
    usage,
)
from migrate_check.rules.rule import Rule

FAMILIES = (
    shape,
    behaviour,
    errors,
    headers,
    security,
    encoding,
    identity,
    stream,
    tools,
    usage,
    finish,
    latency,
    cost,
    sdk,
    parameters,
    cache,
    embeddings,
    media,
    sites,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)
