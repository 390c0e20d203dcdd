"""What a Chat Completions request asks of the imitated model."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Bias, Choice, Demand, Tool
from migrate_check.lab.formats.format import as_object, objects, strings, text_of
from migrate_check.lab.perception import perceived, perception_tokens
from migrate_check.lab.sse import JsonObject, dump

_MESSAGE_OVERHEAD_TOKENS = 3
_NARROW = 0.05
"""Up to this `top_p` only the likeliest word is left to choose."""
_PENALTIES = ("frequency_penalty", "presence_penalty")
_STRONG = 1.0
"""From this penalty on, a word is not said over and over again."""
_FIRST_CHARACTER, _CHARACTERS = 33, 94
"""Ids of single ASCII characters, as in the vendors' vocabularies: `!` is 0, `0` is 15."""


def demand_of(body: JsonObject, asked: str, served: str) -> Demand:
    """A validated body, understood."""
    messages = objects(body["messages"])
    choice, forced = _tool_choice(body.get("tool_choice"))
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    replies, seed, effort = body.get("n"), body.get("seed"), body.get("reasoning_effort")
    return Demand(
        model=asked,
        served=served,
        stream=body.get("stream") is True,
        system=_texts(messages, {"system", "developer"}),
        prompt=next((t for m in reversed(messages) if (t := _user_text(m))), ""),
        tools=tuple(_tool(item) for item in objects(body.get("tools"))),
        choice=choice,
        forced=forced,
        parallel=body.get("parallel_tool_calls") is not False,
        results=_results(messages),
        reply_schema=_reply_schema(as_object(body.get("response_format"))),
        stop=strings(body.get("stop")),
        max_tokens=limit if isinstance(limit, int) else None,
        steady=_steady(body),
        prompt_tokens=_prompt_tokens(messages, body),
        replies=replies if isinstance(replies, int) else 1,
        context="\n".join(text_of(message.get("content")) for message in messages),
        seed=seed if isinstance(seed, int) else None,
        bias=_bias(as_object(body.get("logit_bias"))),
        varied=any(_number(body.get(name)) >= _STRONG for name in _PENALTIES),
        effort=effort if isinstance(effort, str) else None,
    )


def _steady(body: JsonObject) -> bool:
    top_p = body.get("top_p")
    narrow = isinstance(top_p, int | float) and top_p <= _NARROW
    return body.get("temperature") == 0 or isinstance(body.get("seed"), int) or narrow


def _bias(given: JsonObject) -> Bias:
    """The characters that must, and that must not, be said; ids of longer tokens mean nothing."""
    ids = {int(key): _number(value) for key, value in given.items() if key.isdecimal()}
    known = {
        chr(_FIRST_CHARACTER + token): weight
        for token, weight in ids.items()
        if token < _CHARACTERS
    }
    return Bias(
        tuple(sign for sign, weight in known.items() if weight >= 100),
        tuple(sign for sign, weight in known.items() if weight <= -100),
    )


def _number(value: Json) -> float:
    return value if isinstance(value, int | float) else 0.0


def _texts(messages: list[JsonObject], roles: set[str]) -> str:
    return "\n".join(text_of(m.get("content")) for m in messages if m["role"] in roles)


def _user_text(message: JsonObject) -> str:
    if message["role"] != "user":
        return ""
    content = message.get("content")
    return "\n".join(filter(None, (text_of(content), perceived(content))))


def _results(messages: list[JsonObject]) -> tuple[str, ...]:
    results: list[str] = []
    for message in reversed(messages):
        if message["role"] != "tool":
            break
        results.insert(0, text_of(message.get("content")))
    return tuple(results)


def _tool(item: JsonObject) -> Tool:
    function = as_object(item.get("function"))
    about = function.get("description")
    return Tool(
        str(function.get("name")),
        about if isinstance(about, str) else "",
        as_object(function.get("parameters")),
        strict=function.get("strict") is True,
    )


def _tool_choice(choice: Json) -> tuple[Choice, str | None]:
    if isinstance(choice, dict):
        return Choice.REQUIRED, str(as_object(choice.get("function")).get("name"))
    return (Choice(choice) if isinstance(choice, str) else Choice.AUTO), None


def _reply_schema(form: JsonObject) -> JsonObject | None:
    if form.get("type") == "json_schema":
        return as_object(as_object(form.get("json_schema")).get("schema"))
    if form.get("type") == "json_object":
        return {"type": "object", "properties": {"answer": {"type": "string"}}}
    return None


def _prompt_tokens(messages: list[JsonObject], body: JsonObject) -> int:
    total = _MESSAGE_OVERHEAD_TOKENS
    for message in messages:
        total += _MESSAGE_OVERHEAD_TOKENS + tokens.count(text_of(message.get("content")))
        total += perception_tokens(message.get("content"))
        calls = message.get("tool_calls")
        total += tokens.count(dump(calls)) if calls else 0
    tools = body.get("tools")
    return total + (tokens.count(dump(tools)) if tools else 0)
