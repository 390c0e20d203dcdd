"""The model that an answer names."""

from __future__ import annotations

from migrate_check.domain.observation import Observation


def spoken_of(answer: Observation) -> str | None:
    """The model that an answer names."""
    return (answer.reply.model or None) if answer.reply is not None else None
