"""Reading model ids: vendor prefix, family and snapshot."""

from __future__ import annotations

import re

from migrate_check.domain.observation import Observation

_SNAPSHOT = re.compile(r"[-@:](\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{3}|latest)$")


def _last(model: str) -> str:
    return model.rsplit("/", 1)[-1].lower()


def family_of(model: str) -> str:
    """Without vendor prefix and snapshot: `openai/gpt-4o-2024-08-06` is `gpt-4o`."""
    return _SNAPSHOT.sub("", _last(model))


def snapshot_of(model: str) -> str | None:
    """The date or build at the end, or None."""
    found = _SNAPSHOT.search(_last(model))
    return found.group(1) if found else None


def is_prefixed(model: str) -> bool:
    """Whether it names a vendor or a route before the model."""
    return "/" in model


def spoken_of(answer: Observation) -> str | None:
    """The model that an answer names."""
    return (answer.reply.model or None) if answer.reply is not None else None
