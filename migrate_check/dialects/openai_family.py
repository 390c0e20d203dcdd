"""What OpenAI's smaller routes have in common: a bearer token, JSON in, no stream, one turn."""

from __future__ import annotations

from migrate_check.dialects.dialect import UNREAD, Parsed
from migrate_check.dialects.openai_chat_request import read_asked
from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked, StreamEvent
from migrate_check.domain.scenario import NextTurn


class OpenAIFamily:
    """Defaults of a dialect; each route says what differs."""

    method = "POST"
    stream_field: str | None = None
    fixed_headers: Headers = ()
    opaque_paths: frozenset[str] = frozenset()

    def key_headers(self, key: str) -> Headers:
        """Bearer token."""
        return (("Authorization", f"Bearer {key}"),)

    def asked(self, body: Json, url: str = "") -> Asked:
        """What a request demands. Tolerates any JSON."""
        return read_asked(body)

    def parse_bytes(self, data: bytes, content_type: str, asked: Asked) -> Parsed:
        """This format has no such answers."""
        return UNREAD

    def parse_stream(self, events: tuple[StreamEvent, ...], asked: Asked) -> Parsed:
        """This format has no streams."""
        return UNREAD

    def next_body(
        self, sent: dict[str, Json], answer: Json | tuple[StreamEvent, ...], turn: NextTurn
    ) -> dict[str, Json] | None:
        """This format has no conversation to go on with."""
        return None
