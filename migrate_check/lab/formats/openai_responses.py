"""OpenAI Responses, server side. It keeps conversations, as the vendor does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import offer
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Demand, Finish
from migrate_check.lab.formats import openai_errors
from migrate_check.lab.formats import openai_responses_errors as errors
from migrate_check.lab.formats.format import Refused, Turn, as_object, objects
from migrate_check.lab.formats.openai_chat import OpenAIChat
from migrate_check.lab.formats.openai_responses_items import issued, item_events, output_of
from migrate_check.lab.formats.openai_responses_prompts import (
    Asked,
    demand_of,
    effort_of,
    items_of,
    reasoning_tokens,
)
from migrate_check.lab.formats.openai_responses_requests import require_conversation, validate
from migrate_check.lab.sse import Event, JsonObject, dump
from migrate_check.lab.wire import Answer, LabRequest

_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a stored response answered, and said."""

    items: list[JsonObject]


class OpenAIResponses:
    """`POST /v1/responses`. One instance keeps the responses of one provider."""

    path = "/v1/responses"

    def __init__(self) -> None:
        self._account = OpenAIChat()
        self._kept: dict[str, _Kept] = {}

    def admit(self, request: LabRequest, key: str) -> None:
        """Bearer credentials."""
        self._account.admit(request, key)

    def malformed(self, body: bytes) -> Refused:
        """One error for every body that is not a JSON object."""
        return openai_errors.body_malformed()

    def misdirected(self, request: LabRequest) -> Refused:
        """405."""
        return openai_errors.method_wrong(request.method, request.path)

    def understand(self, body: JsonObject) -> Demand:
        """Validate, look up the conversation, then check model and limits."""
        asked = body.get("model")
        if not isinstance(asked, str) or not asked:
            raise openai_errors.missing("model")
        validate(body, effort_of(body, asked))
        if asked == offer.RATE_LIMITED:
            raise openai_errors.rate_limited(asked)
        model = offer.find(offer.OPENAI_MODELS, asked)
        if model is None:
            raise errors.model_unknown(asked)
        items = self._conversation(body)
        require_conversation(items)
        demand = demand_of(Asked(body, items, asked, model.snapshot))
        if demand.prompt_tokens > model.context:
            raise errors.context_exceeded()
        return demand

    def document(self, turn: Turn) -> str:
        """Indented by two spaces and ended by a line feed, as the vendor's bytes are."""
        output = output_of(turn)
        self._keep(turn, output)
        return json.dumps(_ended(turn, output), ensure_ascii=False, indent=2) + "\n"

    def events(self, turn: Turn) -> Iterator[Event]:
        """Named events, numbered from 0; there is no `[DONE]`."""
        for number, event in enumerate(self._events(turn)):
            numbered = {"type": event["type"], "sequence_number": number, **event}
            yield Event(str(event["type"]), dump(numbered))

    def headers(self, turn: Turn) -> Headers:
        """Organisation, processing time, rate limits, request id."""
        return self._account.headers(turn)

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """The error envelope with a request id."""
        return self._account.refusal(refused, chance)

    def _events(self, turn: Turn) -> Iterator[JsonObject]:
        output = output_of(turn)
        started = _response(turn, "in_progress") | {"output": []}
        for kind in ("created", "in_progress"):
            yield {"type": f"response.{kind}", "response": started}
        quiet = as_object(turn.body.get("stream_options")).get("include_obfuscation") is False
        noise = None if quiet else turn.chance.of("obfuscation")
        for index, item in enumerate(output):
            yield from item_events(item, index, noise)
        ended = _ended(turn, output)
        # Who hangs up before the end leaves nothing to go on from.
        self._keep(turn, output)
        yield {"type": f"response.{ended['status']}", "response": ended}

    def _conversation(self, body: JsonObject) -> list[JsonObject]:
        given = items_of(body.get("input"))
        for item in given:
            self._require_reasoning(item)
        identity = body.get("previous_response_id")
        if identity is None:
            return given
        kept = self._kept.get(str(identity))
        if kept is None:
            raise errors.previous_unknown(str(identity))
        return [*kept.items, *given]

    def _require_reasoning(self, item: JsonObject) -> None:
        """Reasoning is either stored here, or sent along as it was given."""
        if item.get("type") != "reasoning":
            return
        content = item.get("encrypted_content")
        if content is not None:
            if not issued(item):
                raise errors.content_unverified(str(content))
        elif f"item {item.get('id')}" not in self._kept:
            raise errors.item_unknown(str(item.get("id")))

    def _keep(self, turn: Turn, output: list[JsonObject]) -> None:
        if turn.body.get("store") is False:
            return
        self._kept[_id(turn)] = _Kept([*self._conversation(turn.body), *output])
        for item in output:
            self._kept[f"item {item['id']}"] = _Kept([])
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]


def _id(turn: Turn) -> str:
    return f"resp_{turn.chance.of('id').hexadecimal(50)}"


def _ended(turn: Turn, output: list[JsonObject]) -> JsonObject:
    cut = turn.spoken[0].finish is Finish.LENGTH
    details: Json = {"reason": "max_output_tokens"} if cut else None
    listed: list[Json] = [*output]
    return _response(turn, "incomplete" if cut else "completed") | {
        "completed_at": None if cut else int(turn.now_s + turn.took_s),
        "incomplete_details": details,
        "output": listed,
        "service_tier": "default",
        "usage": _usage(turn),
    }


def _response(turn: Turn, status: str) -> JsonObject:
    body = turn.body
    reasoning, text = as_object(body.get("reasoning")), as_object(body.get("text"))
    effort = effort_of(body, turn.demand.model)
    tools: list[Json] = [_echoed(tool) for tool in objects(body.get("tools"))]
    return {
        "id": _id(turn),
        "object": "response",
        "created_at": int(turn.now_s),
        "status": status,
        "background": False,
        "billing": {"payer": "developer"},
        "completed_at": None,
        "error": None,
        "frequency_penalty": 0.0,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": body.get("max_tool_calls"),
        "model": turn.demand.served,
        "output": [],
        "parallel_tool_calls": body.get("parallel_tool_calls") is not False,
        "presence_penalty": 0.0,
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "prompt_cache_retention": body.get("prompt_cache_retention"),
        "reasoning": {"effort": effort, "summary": _summary(reasoning.get("summary"))},
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "auto",
        "store": body.get("store") is not False,
        "temperature": _number(body.get("temperature")),
        "text": {"format": text.get("format") or {"type": "text"}, "verbosity": "medium"},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": tools,
        "top_logprobs": body.get("top_logprobs") or 0,
        "top_p": _number(body.get("top_p")),
        "truncation": "disabled",
        "usage": None,
        "user": body.get("user"),
        "metadata": body.get("metadata") or {},
    }


def _summary(wanted: Json) -> Json:
    """What was chosen where the caller leaves it open."""
    return "detailed" if wanted == "auto" else wanted


def _number(value: Json) -> float:
    return float(value) if isinstance(value, int | float) else 1.0


def _echoed(tool: JsonObject) -> JsonObject:
    """A tool as the vendor repeats it: functions are strict unless the caller says otherwise."""
    if tool.get("type") != "function":
        return tool
    return {
        "type": "function",
        "description": tool.get("description"),
        "name": tool.get("name"),
        "parameters": tool.get("parameters"),
        "strict": tool.get("strict") is not False,
    }


def _usage(turn: Turn) -> JsonObject:
    given = turn.demand.prompt_tokens
    thought = reasoning_tokens(turn.body, turn.demand.model)
    silent = turn.demand.max_tokens is not None and turn.demand.max_tokens <= 0
    output = thought + (0 if silent else turn.spoken[0].tokens)
    return {
        "input_tokens": given,
        "input_tokens_details": {"cached_tokens": turn.cached_tokens},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": given + output,
    }
