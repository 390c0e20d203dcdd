"""Anthropic Messages, server side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import offer
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Demand, Finish, Spoken
from migrate_check.lab.formats import anthropic_errors as errors
from migrate_check.lab.formats.anthropic_betas import require_betas
from migrate_check.lab.formats.anthropic_cache import Cached, use_cache
from migrate_check.lab.formats.anthropic_content import blocks_of, output_tokens, thinking_tokens
from migrate_check.lab.formats.anthropic_prompts import demand_of
from migrate_check.lab.formats.anthropic_requests import validate
from migrate_check.lab.formats.format import Refused, Turn
from migrate_check.lab.sse import Event, JsonObject, dump
from migrate_check.lab.wire import Answer, LabRequest

_LIMITS = (("requests", 4_000), ("input-tokens", 400_000), ("output-tokens", 80_000))
_STOP = {
    Finish.STOP: "end_turn",
    Finish.SEQUENCE: "stop_sequence",
    Finish.LENGTH: "max_tokens",
    Finish.CALLS: "tool_use",
}


class AnthropicMessages:
    """`POST /v1/messages`."""

    path = "/v1/messages"

    def admit(self, request: LabRequest, key: str) -> None:
        """`x-api-key`, or a bearer token, and `anthropic-version`."""
        bearer = (request.header("authorization") or "").removeprefix("Bearer ").strip()
        given = request.header("x-api-key") or bearer
        if not given:
            raise errors.key_missing()
        if given != key:
            raise errors.key_wrong()
        if request.header("anthropic-version") is None:
            raise errors.refused("anthropic-version: header is required")
        require_betas(request)

    def malformed(self, body: bytes) -> Refused:
        """The place of the first wrong character."""
        try:
            json.loads(body)
        except json.JSONDecodeError as error:
            return errors.body_malformed(error.lineno, error.colno, error.pos)
        except UnicodeDecodeError as error:
            return errors.body_malformed(1, error.start + 1, error.start)
        return errors.refused("Input should be an object")

    def misdirected(self, request: LabRequest) -> Refused:
        """405."""
        return errors.method_wrong()

    def understand(self, body: JsonObject) -> Demand:
        """Validate, then check model and limits."""
        validate(body)
        return understood(body)

    def document(self, turn: Turn) -> str:
        """One message, compact."""
        content: list[Json] = [block.whole for block in blocks_of(turn)]
        usage = _usage(turn, use_cache(turn.body, turn.memory), output_tokens(turn))
        message = _message(turn, content, usage)
        return dump(message | _ending(turn.spoken[0]) | {"usage": usage} | _edits(turn))

    def events(self, turn: Turn) -> Iterator[Event]:
        """`message_start`, the blocks, `message_delta`, `message_stop`."""
        pad = turn.chance.of("padding")
        cached = use_cache(turn.body, turn.memory)
        start = _message(turn, [], _usage(turn, cached, 1))
        yield _event({"type": "message_start", "message": start}, pad)
        blocks = enumerate(blocks_of(turn))
        pieces = (event for index, block in blocks for event in block.events(index))
        for number, event in enumerate(pieces):
            yield _event(event, pad)
            if number == 0:
                yield Event("ping", '{"type": "ping"}')
        ending: JsonObject = {"type": "message_delta", "delta": _ending(turn.spoken[0])}
        usage = _counts(turn, cached, output_tokens(turn))
        yield _event(ending | {"usage": usage} | _edits(turn), pad)
        yield _event({"type": "message_stop"}, pad)

    def headers(self, turn: Turn) -> Headers:
        """Organisation, rate limits, request id."""
        reset = datetime.fromtimestamp(turn.now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        limits: list[tuple[str, str]] = []
        for name, limit in (*_LIMITS, ("tokens", 480_000)):
            prefix = f"anthropic-ratelimit-{name}"
            left = limit - 1 if name == "requests" else limit
            limits += [(f"{prefix}-limit", str(limit)), (f"{prefix}-remaining", str(left))]
            limits.append((f"{prefix}-reset", reset))
        return (
            ("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"),
            *limits,
            ("request-id", request_id(turn.chance)),
        )

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """The error envelope with its request id, in the body too."""
        name = request_id(chance)
        headers = (
            ("content-type", "application/json"),
            ("request-id", name),
            *refused.headers,
        )
        body = dump(refused.document | {"request_id": name})
        return Answer(refused.status, headers, body.encode())


def understood(body: JsonObject) -> Demand:
    """What a valid body asks, after its model and limits were checked. Raises Refused."""
    asked = str(body["model"])
    if asked == offer.RATE_LIMITED:
        raise errors.rate_limited()
    model = offer.find(offer.ANTHROPIC_MODELS, asked)
    if model is None:
        raise errors.model_unknown(asked)
    demand = demand_of(body, asked, model.snapshot)
    if demand.prompt_tokens > model.context:
        raise errors.context_exceeded(model.context, demand.prompt_tokens)
    limit = body.get("max_tokens")
    if isinstance(limit, int) and limit > model.most_output:
        raise errors.refused(
            f"max_tokens: {limit} > {model.most_output}, which is the maximum"
            f" allowed number of output tokens for {asked}"
        )
    return demand


def _message(turn: Turn, content: list[Json], usage: JsonObject) -> JsonObject:
    return {
        "model": turn.demand.served,
        "id": f"msg_01{turn.chance.of('id').letters(22)}",
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": usage,
    }


def _usage(turn: Turn, cached: Cached, written: int) -> JsonObject:
    counts = _counts(turn, cached, written)
    output: JsonObject = {"output_tokens": counts.pop("output_tokens")}
    lifetimes: JsonObject = {
        "ephemeral_5m_input_tokens": cached.written_5m,
        "ephemeral_1h_input_tokens": cached.written_1h,
    }
    place: JsonObject = {"service_tier": "standard", "inference_geo": "not_available"}
    return counts | {"cache_creation": lifetimes} | output | place


def _counts(turn: Turn, cached: Cached, written: int) -> JsonObject:
    """What both ends of a stream report; `output_tokens` is the last, or before its details."""
    demand = turn.demand
    counts: JsonObject = {
        "input_tokens": max(demand.prompt_tokens - cached.read - cached.written, 1),
        "cache_creation_input_tokens": cached.written,
        "cache_read_input_tokens": cached.read,
        "output_tokens": written,
    }
    thought = thinking_tokens(turn.body, demand.prompt, bool(demand.results))
    if thought and written > thought:
        counts["output_tokens_details"] = {"thinking_tokens": thought}
    return counts


def _edits(turn: Turn) -> JsonObject:
    """What context management did; nothing, as the lab's conversations are short."""
    if "context_management" not in turn.body:
        return {}
    return {"context_management": {"applied_edits": []}}


def _ending(spoken: Spoken) -> JsonObject:
    return {
        "stop_reason": _STOP[spoken.finish],
        "stop_sequence": spoken.sequence,
        "stop_details": None,
    }


def _event(document: JsonObject, pad: Chance) -> Event:
    # The vendor pads each event with spaces before the last brace; JSON parsers do not mind.
    padded = f"{dump(document)[:-1]}{' ' * pad.below(16)}}}"
    return Event(str(document["type"]), padded)


def request_id(chance: Chance) -> str:
    """As the vendor forms it."""
    return f"req_011C{chance.of('request-id').letters(20)}"
