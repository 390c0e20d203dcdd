"""Routes whose answers cost nothing, whatever counts they report."""

from __future__ import annotations

from migrate_check.domain.scenario import Route

FREE_ROUTES: frozenset[Route] = frozenset((Route.ANTHROPIC_COUNT_TOKENS, Route.MODELS))
"""Vendors document these as free of charge."""
