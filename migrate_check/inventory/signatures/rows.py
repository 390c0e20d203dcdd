"""Rows of a signature table written short: many methods of one SDK that differ only in route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from migrate_check.domain.call_site import Language
from migrate_check.inventory.signature import CallSignature

PYTHON = frozenset({Language.PYTHON})
SCRIPT = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})


def methods(like: CallSignature, routes: Mapping[str, Iterable[str]]) -> tuple[CallSignature, ...]:
    """One row per method: route → dotted tails, all else as in the example."""
    return tuple(
        replace(like, tail=tuple(tail.split(".")), route=route)
        for route, tails in routes.items()
        for tail in tails
    )


def each(resource: str, names: str) -> list[str]:
    """`each("files", "create list")` → `files.create`, `files.list`."""
    return [f"{resource}.{name}" for name in names.split()]
