"""Collects anomalies while an answer is read, each place once."""

from __future__ import annotations

from migrate_check.domain.anomaly import Anomaly, AnomalyKind

DETAIL_LIMIT = 160


class AnomalyLog:
    """Keeps the first detail per (kind, location, sort), in order of appearance."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[tuple[AnomalyKind, str, str], str] = {}

    def add(self, kind: AnomalyKind, location: str, detail: str, sort: str = "") -> None:
        """Note one departure; `detail` is cut to 160 characters.

        `sort` tells departures of one kind at one place apart, such as two kinds of keys.
        """
        if (kind, location, sort) not in self._seen:
            self._seen[kind, location, sort] = shorten(detail)

    def anomalies(self) -> tuple[Anomaly, ...]:
        """All that was noted."""
        return tuple(
            Anomaly(kind, place, detail) for (kind, place, _), detail in self._seen.items()
        )


def shorten(text: str, limit: int = DETAIL_LIMIT) -> str:
    """At most `limit` characters, an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
