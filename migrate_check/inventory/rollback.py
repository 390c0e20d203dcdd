"""What it takes to change a client's setting, by where it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from migrate_check.domain.call_site import NOT_KNOWN, Certainty, Fact, Rollback
from migrate_check.inventory.neutral import (
    Expr,
    Index,
    Invoke,
    Member,
    Name,
    Null,
    Opaque,
    Template,
    Text,
)
from migrate_check.inventory.resolver.chain import shown
from migrate_check.inventory.resolver.facts import HOLE, Facts
from migrate_check.inventory.resolver.place import End

SETTINGS = re.compile(r"(?i)\b\w*(?:config|settings|conf|options|params|secrets|args|env)\w*\b")
"""Words of things that hold a program's settings."""
_SECRETS = re.compile(r"(?<=//)[^/@\s\"]*@|\?[^\s\"]*")


def rollback_of(ends: Sequence[End], fact: Fact) -> Rollback:
    """The class by the source: a variable wins over an argument, that over a literal."""
    real = [end for end in ends if not isinstance(end.expr, Null)]
    if real and all(_begins_with_host(end.expr) for end in real):
        return Rollback.C
    if fact.env or any(end.env is not None for end in real):
        return Rollback.A
    if any(_is_setting(end) for end in real):
        return Rollback.B
    if real and all(isinstance(end.expr, Text | Template) for end in real):
        holes = any(isinstance(end.expr, Template) for end in real)
        return _of_template(real) if holes and not _settled(fact) else Rollback.C
    return Rollback.D


def _begins_with_host(expr: Expr) -> bool:
    """Whether a text with parts has its host written out."""
    first = expr.parts[0] if isinstance(expr, Template) and expr.parts else None
    return isinstance(first, Text) and len(first.value) > len("https://")


def _settled(fact: Fact) -> bool:
    """Whether all parts of a template are texts of the code."""
    known = fact.certainty in (Certainty.LITERAL, Certainty.RESOLVED)
    return known and fact.value is not None and HOLE not in fact.value


def _of_template(ends: Sequence[End]) -> Rollback:
    """By the part that decides the host: the first."""
    for end in ends:
        first = end.expr.parts[0] if isinstance(end.expr, Template) and end.expr.parts else end.expr
        if _begins_with_host(end.expr):
            continue
        return Rollback.B if isinstance(first, Name | Member | Index) else Rollback.D
    return Rollback.C


def without_secrets(url: Fact) -> Fact:
    """The URL without user and query, which may hold a key."""
    value = _bare_url(url.value) if url.value is not None else None
    others = tuple(_bare_url(one) for one in url.alternatives)
    return replace(url, value=value, origin=_SECRETS.sub("", url.origin), alternatives=others)


def _bare_url(text: str) -> str:
    return _SECRETS.sub("", text)


def _is_setting(end: End) -> bool:
    if end.param is not None:
        return True
    if isinstance(end.expr, Member | Index | Invoke):
        return SETTINGS.search(shown(end.expr)) is not None
    return False


def key_fact(ends: Sequence[End], facts: Facts) -> Fact:
    """Where a key comes from; never the key, nor a default that may be one."""
    real = [end for end in ends if not isinstance(end.expr, Null)]
    if not real:
        return NOT_KNOWN
    env = tuple(dict.fromkeys(name for end in real for name in _variables(end, facts)))
    if env:
        return Fact(None, Certainty.RESOLVED, f"environment variable {' or '.join(env)}", env)
    first = real[0]
    if first.param is not None:
        return Fact(None, Certainty.UNKNOWN, first.param.origin)
    if all(isinstance(end.expr, Text | Template) for end in real):
        origin = f"a literal in the code, {first.place.where(first.expr.line)}"
        return Fact(None, first.certainty, origin)
    return Fact(None, Certainty.UNKNOWN, source_of(first.expr))


def _variables(end: End, facts: Facts) -> tuple[str, ...]:
    if end.env is not None:
        return (end.env,)
    return facts.of_ends([end]).env if isinstance(end.expr, Template) else ()


def source_of(expr: Expr) -> str:
    """`settings.llm.key`, `get_secret(…)`: what the code reads it from."""
    if isinstance(expr, Opaque):
        return "an expression in the code"
    return shown(expr)
