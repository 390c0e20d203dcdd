"""What a person asks to be compared: scenarios and their cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from migrate_check.domain.json_value import Json


class Route(StrEnum):
    """A wire format together with its endpoint."""

    OPENAI_CHAT = "openai-chat"
    ANTHROPIC_MESSAGES = "anthropic-messages"


class Auth(StrEnum):
    """Which credentials a case sends."""

    VALID = "valid"
    INVALID = "invalid"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class NextTurn:
    """A later turn: the side's own assistant message goes back unchanged, and then this.

    Exactly one of the two is set.
    """

    tool_results: Mapping[str, str] | None
    """Tool name → result text, sent for each call the side made."""
    user: str | None
    """A further user message."""


@dataclass(frozen=True, slots=True)
class Case:
    """One request template. `stream: [false, true]` in the file gives two cases."""

    scenario: str
    """Name of the pack's file, such as `openai-chat/tools`."""
    name: str
    route: Route
    about: str
    stream: bool
    body: Mapping[str, Json] | None
    """Request template; `${…}` placeholders are filled per side. None when `raw_body` is set."""
    raw_body: str | None
    """Sent as it is, for malformed requests."""
    turns: tuple[NextTurn, ...]
    auth: Auth
    path: str | None
    """Replaces the route's path."""
    expects_error: bool
    """The request is wrong on purpose, and an error is the right answer."""
    source: str
    """file:line of the case."""

    @property
    def case_id(self) -> str:
        """Unique within a run, such as `openai-chat/tools/forced-call+stream`."""
        return f"{self.scenario}/{self.name}{'+stream' if self.stream else ''}"

    @property
    def twin_id(self) -> str:
        """Shared by the streamed and the unstreamed form of one case."""
        return f"{self.scenario}/{self.name}"
