"""One recorded answer in the player, as the scripts of the routes take it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from migrate_check.domain.json_value import Json
from migrate_check.sdk_replay.notes import Notes

MODEL = "replay"
"""Nobody reads the request, so any name will do."""


@dataclass(frozen=True, slots=True)
class Played:
    """An exchange under replay."""

    client: Any
    """The SDK's client, whose transport gives the recorded answer."""
    stream: bool
    """The request asked for a stream."""
    body: Json
    """The recorded request, where it is JSON."""
    content_type: str
    """Of the recorded answer."""
    url: str
    """Of the recorded request."""
    notes: Notes = field(default_factory=Notes)

    def asked(self, name: str) -> Json:
        """A field of the recorded request."""
        return self.body.get(name) if isinstance(self.body, dict) else None
