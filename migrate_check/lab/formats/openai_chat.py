"""OpenAI Chat Completions, server side."""

from __future__ import annotations

import json
from collections.abc import Iterator

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import offer, tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Call, Demand, Finish, Spoken
from migrate_check.lab.formats import openai_errors as errors
from migrate_check.lab.formats.format import Refused, Turn, as_object
from migrate_check.lab.formats.openai_demand import demand_of
from migrate_check.lab.formats.openai_logprobs import logprobs_of
from migrate_check.lab.formats.openai_requests import validate
from migrate_check.lab.sse import Event, JsonObject, dump
from migrate_check.lab.wire import Answer, LabRequest

_LIMIT_TOKENS = 200_000
_FINISH = {
    Finish.STOP: "stop",
    Finish.SEQUENCE: "stop",
    Finish.LENGTH: "length",
    Finish.CALLS: "tool_calls",
}


class OpenAIChat:
    """`POST /v1/chat/completions`."""

    path = "/v1/chat/completions"

    def admit(self, request: LabRequest, key: str) -> None:
        """Bearer credentials."""
        scheme, _, given = (request.header("authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise errors.key_missing()
        if given.strip() != key:
            raise errors.key_wrong(given.strip())

    def malformed(self, body: bytes) -> Refused:
        """One error for every body that is not a JSON object."""
        return errors.body_malformed()

    def misdirected(self, request: LabRequest) -> Refused:
        """405."""
        return errors.method_wrong(request.method, request.path)

    def understand(self, body: JsonObject) -> Demand:
        """Validate, then check model and limits."""
        validate(body)
        asked = str(body["model"])
        if asked == offer.RATE_LIMITED:
            raise errors.rate_limited(asked)
        model = offer.find(offer.OPENAI_MODELS, asked)
        if model is None:
            raise errors.model_unknown(asked)
        demand = demand_of(body, asked, model.snapshot)
        if demand.prompt_tokens > model.context:
            raise errors.context_exceeded(model.context, demand.prompt_tokens)
        if demand.max_tokens is not None and demand.max_tokens > model.most_output:
            raise errors.refused(
                f"max_tokens is too large: {demand.max_tokens}. This model supports at most"
                f" {model.most_output} completion tokens, whereas you provided"
                f" {demand.max_tokens}.",
                param="max_tokens",
                code="invalid_value",
            )
        return demand

    def document(self, turn: Turn) -> str:
        """Indented by two spaces and ended by a line feed, as the vendor's bytes are."""
        choices: list[Json] = [_choice(turn, index) for index in range(len(turn.spoken))]
        document: JsonObject = {
            "id": _id(turn),
            "object": "chat.completion",
            "created": int(turn.now_s),
            "model": turn.demand.served,
            "choices": choices,
            "usage": _usage(turn),
            "service_tier": "default",
            "system_fingerprint": _fingerprint(turn),
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def events(self, turn: Turn) -> Iterator[Event]:
        """Chunks of all choices, the usage chunk when asked for, `[DONE]`."""
        asked = as_object(turn.body.get("stream_options"))
        with_usage = asked.get("include_usage") is True
        noise = turn.chance.of("obfuscation")
        for choices, usage in _chunks(turn, with_usage):
            chunk: JsonObject = {
                "id": _id(turn),
                "object": "chat.completion.chunk",
                "created": int(turn.now_s),
                "model": turn.demand.served,
                "service_tier": "default",
                "system_fingerprint": _fingerprint(turn),
                "choices": choices,
            }
            if with_usage:
                chunk["usage"] = usage
            if asked.get("include_obfuscation") is not False:
                chunk["obfuscation"] = noise.letters(noise.below(16))
            yield Event(None, dump(chunk))
        yield Event(None, "[DONE]")

    def headers(self, turn: Turn) -> Headers:
        """Organisation, processing time, rate limits, request id."""
        left = _LIMIT_TOKENS - turn.demand.prompt_tokens
        return (
            ("access-control-expose-headers", "X-Request-ID"),
            ("openai-organization", "org-lab"),
            ("openai-processing-ms", str(round(turn.took_s * 1000))),
            ("openai-project", "proj_lab"),
            ("openai-version", "2020-10-01"),
            ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-limit-tokens", str(_LIMIT_TOKENS)),
            ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", str(max(left, 0))),
            ("x-ratelimit-reset-requests", "6ms"),
            ("x-ratelimit-reset-tokens", "0s"),
            ("x-content-type-options", "nosniff"),
            ("x-request-id", _request_id(turn.chance)),
        )

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """The error envelope with a request id."""
        body = json.dumps(refused.document, ensure_ascii=False, indent=2) + "\n"
        headers = (
            ("content-type", "application/json; charset=utf-8"),
            ("x-content-type-options", "nosniff"),
            ("x-request-id", _request_id(chance)),
            *refused.headers,
        )
        return Answer(refused.status, headers, body.encode())


def _finish(turn: Turn, spoken: Spoken) -> str:
    if spoken.finish is Finish.CALLS and turn.demand.forced is not None:
        # The vendor's own habit: a call of a named tool ends with `stop`.
        return "stop"
    return _FINISH[spoken.finish]


def _choice(turn: Turn, index: int) -> JsonObject:
    spoken = turn.spoken[index]
    message: JsonObject = {"role": "assistant", "content": None if spoken.calls else spoken.text}
    if spoken.calls:
        message["tool_calls"] = [
            {
                "id": _call_id(turn, index, position),
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for position, call in enumerate(spoken.calls)
        ]
    message |= {"refusal": None, "annotations": []}
    if spoken.thoughts:
        message["reasoning_content"] = spoken.thoughts
    return {
        "index": index,
        "message": message,
        "logprobs": logprobs_of(turn, tokens.split(spoken.text)),
        "finish_reason": _finish(turn, spoken),
    }


def _chunks(turn: Turn, with_usage: bool) -> Iterator[tuple[list[Json], Json]]:
    for index, spoken in enumerate(turn.spoken):
        for delta in _deltas(turn, index, spoken):
            said = delta.get("content")
            pieces = (said,) if isinstance(said, str) and said else ()
            yield [_delta_choice(index, delta, logprobs_of(turn, pieces))], None
        yield [_delta_choice(index, {}, None) | {"finish_reason": _finish(turn, spoken)}], None
    if with_usage:
        yield [], _usage(turn)


def _delta_choice(index: int, delta: JsonObject, logprobs: Json) -> JsonObject:
    return {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": None}


def _deltas(turn: Turn, index: int, spoken: Spoken) -> Iterator[JsonObject]:
    if not spoken.calls:
        yield {"role": "assistant", "content": "", "refusal": None}
        for piece in tokens.split(spoken.thoughts):
            yield {"reasoning_content": piece}
        for piece in tokens.split(spoken.text):
            yield {"content": piece}
        return
    heads = [_call_head(turn, index, position, call) for position, call in enumerate(spoken.calls)]
    if len(heads) == 1:
        yield {"role": "assistant", "content": None, "tool_calls": [heads[0]], "refusal": None}
    else:
        yield {"role": "assistant", "content": None}
    for position, call in enumerate(spoken.calls):
        if len(heads) > 1:
            yield {"tool_calls": [heads[position]]}
        for piece in tokens.split(call.arguments):
            yield {"tool_calls": [{"index": position, "function": {"arguments": piece}}]}


def _call_head(turn: Turn, index: int, position: int, call: Call) -> JsonObject:
    return {
        "index": position,
        "id": _call_id(turn, index, position),
        "type": "function",
        "function": {"name": call.name, "arguments": ""},
    }


def _usage(turn: Turn) -> JsonObject:
    prompt, thought = turn.demand.prompt_tokens, sum(s.thought_tokens for s in turn.spoken)
    completion = thought + sum(s.tokens for s in turn.spoken)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": turn.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": thought,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _id(turn: Turn) -> str:
    return f"chatcmpl-{turn.chance.of('id').letters(29)}"


def _call_id(turn: Turn, index: int, position: int) -> str:
    return f"call_{turn.chance.of('call', index, position).letters(24)}"


def _fingerprint(turn: Turn) -> str:
    return f"fp_{Chance('fingerprint', turn.demand.served).hexadecimal(10)}"


def _request_id(chance: Chance) -> str:
    return f"req_{chance.of('request-id').hexadecimal(32)}"
