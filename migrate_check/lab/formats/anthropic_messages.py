"""Anthropic Messages, server side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import offer, tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Choice, Demand, Finish, Spoken, Tool
from migrate_check.lab.formats import anthropic_errors as errors
from migrate_check.lab.formats.anthropic_requests import validate
from migrate_check.lab.formats.format import (
    Refused,
    Turn,
    as_object,
    objects,
    strings,
    text_of,
)
from migrate_check.lab.sse import Event, JsonObject, dump
from migrate_check.lab.wire import Answer, LabRequest

_MESSAGE_OVERHEAD_TOKENS = 4
_TOOLS_OVERHEAD_TOKENS = 300
_TOKENS_PER_DELTA = 4
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
        asked = str(body["model"])
        if asked == offer.RATE_LIMITED:
            raise errors.rate_limited()
        model = offer.find(offer.ANTHROPIC_MODELS, asked)
        if model is None:
            raise errors.model_unknown(asked)
        demand = _demand(body, asked, model.snapshot)
        if demand.prompt_tokens > model.context:
            raise errors.context_exceeded(model.context, demand.prompt_tokens)
        if demand.max_tokens is not None and demand.max_tokens > model.most_output:
            raise errors.refused(
                f"max_tokens: {demand.max_tokens} > {model.most_output}, which is the maximum"
                f" allowed number of output tokens for {asked}"
            )
        return demand

    def document(self, turn: Turn) -> str:
        """One message, compact."""
        spoken = turn.spoken[0]
        content: list[Json] = [
            _tool_block(turn, position, _loaded(call.arguments))
            for position, call in enumerate(spoken.calls)
        ]
        if not spoken.calls:
            content = [{"type": "text", "text": spoken.text}] if spoken.text else []
        message = _message(turn, content, spoken.tokens)
        return dump(message | _ending(spoken) | {"usage": message["usage"]})

    def events(self, turn: Turn) -> Iterator[Event]:
        """`message_start`, the blocks, `message_delta`, `message_stop`."""
        spoken = turn.spoken[0]
        pad = turn.chance.of("padding")
        yield _event({"type": "message_start", "message": _message(turn, [], 1)}, pad)
        for number, event in enumerate(_block_events(turn, spoken)):
            yield _event(event, pad)
            if number == 0:
                yield Event("ping", '{"type": "ping"}')
        usage: JsonObject = {
            "input_tokens": turn.demand.prompt_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": spoken.tokens,
        }
        yield _event({"type": "message_delta", "delta": _ending(spoken), "usage": usage}, pad)
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
            ("request-id", _request_id(turn.chance)),
        )

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """The error envelope with its request id, in the body too."""
        request_id = _request_id(chance)
        headers = (
            ("content-type", "application/json"),
            ("request-id", request_id),
            *refused.headers,
        )
        body = dump(refused.document | {"request_id": request_id})
        return Answer(refused.status, headers, body.encode())


def _demand(body: JsonObject, asked: str, served: str) -> Demand:
    messages = objects(body["messages"])
    choice = as_object(body.get("tool_choice"))
    limit = body["max_tokens"]
    return Demand(
        model=asked,
        served=served,
        stream=body.get("stream") is True,
        system=text_of(body.get("system")),
        prompt=next((t for m in reversed(messages) if (t := _user_text(m))), ""),
        tools=tuple(_tool(item) for item in objects(body.get("tools"))),
        choice=_freedom(choice.get("type")),
        forced=str(choice["name"]) if choice.get("type") == "tool" else None,
        parallel=choice.get("disable_parallel_tool_use") is not True,
        results=_results(messages[-1]),
        reply_schema=_reply_schema(body),
        stop=strings(body.get("stop_sequences")),
        max_tokens=limit if isinstance(limit, int) else None,
        steady=body.get("temperature") == 0,
        prompt_tokens=_prompt_tokens(messages, body),
        replies=1,
    )


def _user_text(message: JsonObject) -> str:
    return text_of(message.get("content")) if message["role"] == "user" else ""


def _freedom(kind: Json) -> Choice:
    if kind == "none":
        return Choice.NONE
    return Choice.REQUIRED if kind in {"any", "tool"} else Choice.AUTO


def _tool(item: JsonObject) -> Tool:
    about = item.get("description")
    return Tool(
        str(item.get("name")),
        about if isinstance(about, str) else "",
        as_object(item.get("input_schema")),
    )


def _results(last: JsonObject) -> tuple[str, ...]:
    blocks = objects(last.get("content"))
    return tuple(text_of(b.get("content")) for b in blocks if b.get("type") == "tool_result")


def _reply_schema(body: JsonObject) -> JsonObject | None:
    form = as_object(body.get("output_format"))
    form = form or as_object(as_object(body.get("output_config")).get("format"))
    return as_object(form.get("schema")) if form.get("type") == "json_schema" else None


def _prompt_tokens(messages: list[JsonObject], body: JsonObject) -> int:
    total = _MESSAGE_OVERHEAD_TOKENS + tokens.count(text_of(body.get("system")))
    for message in messages:
        content = message.get("content")
        text = content if isinstance(content, str) else _block_texts(objects(content))
        total += _MESSAGE_OVERHEAD_TOKENS + tokens.count(text)
    tools = body.get("tools")
    return total + (_TOOLS_OVERHEAD_TOKENS + tokens.count(dump(tools)) if tools else 0)


def _block_texts(blocks: list[JsonObject]) -> str:
    return "\n".join(
        text_of([block]) if block.get("type") == "text" else dump(block) for block in blocks
    )


def _message(turn: Turn, content: list[Json], output_tokens: int) -> JsonObject:
    return {
        "model": turn.demand.served,
        "id": f"msg_01{turn.chance.of('id').letters(22)}",
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": {
            "input_tokens": turn.demand.prompt_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
            "output_tokens": output_tokens,
            "service_tier": "standard",
            "inference_geo": "not_available",
        },
    }


def _ending(spoken: Spoken) -> JsonObject:
    return {
        "stop_reason": _STOP[spoken.finish],
        "stop_sequence": spoken.sequence,
        "stop_details": None,
    }


def _tool_block(turn: Turn, position: int, arguments: JsonObject) -> JsonObject:
    return {
        "type": "tool_use",
        "id": f"toolu_01{turn.chance.of('call', position).letters(22)}",
        "name": turn.spoken[0].calls[position].name,
        "input": arguments,
        "caller": {"type": "direct"},
    }


def _loaded(arguments: str) -> JsonObject:
    """The arguments, or {} where the token limit cut the JSON off."""
    try:
        return as_object(json.loads(arguments))
    except ValueError:
        return {}


def _block_events(turn: Turn, spoken: Spoken) -> Iterator[JsonObject]:
    for position, call in enumerate(spoken.calls):
        pieces = _grouped(call.arguments)
        deltas: list[JsonObject] = [
            {"type": "input_json_delta", "partial_json": piece} for piece in ("", *pieces)
        ]
        yield from _block(position, _tool_block(turn, position, {}), deltas)
    if spoken.text:
        deltas = [{"type": "text_delta", "text": piece} for piece in _grouped(spoken.text)]
        yield from _block(0, {"type": "text", "text": ""}, deltas)


def _block(index: int, block: JsonObject, deltas: list[JsonObject]) -> Iterator[JsonObject]:
    yield {"type": "content_block_start", "index": index, "content_block": block}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _grouped(text: str) -> list[str]:
    pieces = tokens.split(text)
    starts = range(0, len(pieces), _TOKENS_PER_DELTA)
    return ["".join(pieces[start : start + _TOKENS_PER_DELTA]) for start in starts]


def _event(document: JsonObject, pad: Chance) -> Event:
    # The vendor pads each event with spaces before the last brace; JSON parsers do not mind.
    padded = f"{dump(document)[:-1]}{' ' * pad.below(16)}}}"
    return Event(str(document["type"]), padded)


def _request_id(chance: Chance) -> str:
    return f"req_011C{chance.of('request-id').letters(20)}"
