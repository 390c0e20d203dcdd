"""Anthropic's token counter, server side."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.exchange import Headers
from migrate_check.lab.demand import Demand
from migrate_check.lab.formats.anthropic_messages import AnthropicMessages, request_id, understood
from migrate_check.lab.formats.anthropic_requests import validate_count
from migrate_check.lab.formats.format import Turn
from migrate_check.lab.sse import Event, JsonObject, dump


class AnthropicCountTokens(AnthropicMessages):
    """`POST /v1/messages/count_tokens`."""

    path = "/v1/messages/count_tokens"

    def understand(self, body: JsonObject) -> Demand:
        """Validate, then check model and limits."""
        validate_count(body)
        return understood(body)

    def document(self, turn: Turn) -> str:
        """One number, and a second one where context management may shorten the prompt."""
        counted: JsonObject = {"input_tokens": turn.demand.prompt_tokens}
        if "context_management" in turn.body:
            counted["context_management"] = {"original_input_tokens": turn.demand.prompt_tokens}
        return dump(counted)

    def events(self, turn: Turn) -> Iterator[Event]:
        """Never asked for: the endpoint takes no `stream`."""
        return iter(())

    def headers(self, turn: Turn) -> Headers:
        """Organisation and request id."""
        return (
            ("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"),
            ("request-id", request_id(turn.chance)),
        )
