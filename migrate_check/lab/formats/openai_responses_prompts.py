"""From a Responses request, with the conversation that it goes on from, to what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Choice, Demand, Tool
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.formats.openai_responses_requests import CALLS
from migrate_check.lab.sse import JsonObject, dump

_ITEM_OVERHEAD_TOKENS = 3
_REASONS = re.compile(r"(o[1-9]|gpt-5)")
_EFFORT_TOKENS = {"none": 0, "minimal": 0, "low": 64, "medium": 128, "high": 256, "xhigh": 512}
_USUAL_EFFORT = (("gpt-5.", "none"), ("", "medium"))
_SYSTEM = ("system", "developer")
_FREEFORM: JsonObject = {
    "type": "object",
    "properties": {"input": {"type": "string"}},
    "required": ["input"],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with all items that the model gets to see."""

    body: JsonObject
    items: list[JsonObject]
    model: str
    served: str


def reasons(model: str) -> bool:
    """Whether a model of this id reasons before it answers."""
    return _REASONS.match(model) is not None


def effort_of(body: JsonObject, model: str) -> str | None:
    """Asked for, or the model's usual one; None where it does not reason."""
    if not reasons(model):
        return None
    asked = as_object(body.get("reasoning")).get("effort")
    usual = next(effort for start, effort in _USUAL_EFFORT if model.startswith(start))
    return asked if isinstance(asked, str) else usual


def reasoning_tokens(body: JsonObject, model: str) -> int:
    """Tokens that the model spends on reasoning, 0 where it does not."""
    spent = _EFFORT_TOKENS.get(effort_of(body, model) or "none", _EFFORT_TOKENS["medium"])
    limit = body.get("max_output_tokens")
    return min(spent, limit) if isinstance(limit, int) else spent


def items_of(given: Json) -> list[JsonObject]:
    """`input` as a list of items."""
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    return objects(given)


def demand_of(asked: Asked) -> Demand:
    """What the request asks of the model."""
    body, items = asked.body, asked.items
    choice, forced, allowed = _tool_choice(body.get("tool_choice"))
    limit = body.get("max_output_tokens")
    spent = reasoning_tokens(body, asked.model)
    turns = [text for item in items if (text := said(item))]
    prompt = next((text for item in reversed(items) if (text := _user_text(item))), "")
    tools = [tool for item in objects(body.get("tools")) for tool in _tools(item)]
    return Demand(
        model=asked.model,
        served=asked.served,
        stream=body.get("stream") is True,
        system="\n".join([text_of(body.get("instructions")), *_system(items)]).strip(),
        prompt=prompt,
        tools=tuple(tool for tool in tools if allowed is None or tool.name in allowed),
        choice=choice,
        forced=forced,
        parallel=body.get("parallel_tool_calls") is not False,
        results=_results(items),
        reply_schema=_reply_schema(as_object(as_object(body.get("text")).get("format"))),
        stop=(),
        max_tokens=limit - spent if isinstance(limit, int) else None,
        steady=body.get("temperature") == 0,
        prompt_tokens=_prompt_tokens(items, body),
        replies=1,
        context="\n".join([text_of(body.get("instructions")), *turns]),
    )


def said(item: JsonObject) -> str:
    """All text of an item that counts as prompt."""
    kind = item.get("type", "message")
    if kind == "message":
        return text_of(item.get("content"))
    if kind in CALLS.values():
        return text_of(item.get("output"))
    return ""


def _system(items: list[JsonObject]) -> list[str]:
    return [said(item) for item in items if item.get("role") in _SYSTEM]


def _user_text(item: JsonObject) -> str:
    return said(item) if item.get("role") == "user" else ""


def _results(items: list[JsonObject]) -> tuple[str, ...]:
    results: list[str] = []
    for item in reversed(items):
        if item.get("type") not in CALLS.values():
            break
        results.insert(0, said(item))
    return tuple(results)


def _tools(item: JsonObject) -> list[Tool]:
    about = str(item.get("description") or "")
    if item.get("type") == "function":
        return [Tool(str(item["name"]), about, as_object(item.get("parameters")))]
    if item.get("type") == "custom":
        return [Tool(str(item["name"]), about, _FREEFORM)]
    return []


def _tool_choice(choice: Json) -> tuple[Choice, str | None, frozenset[str] | None]:
    if isinstance(choice, dict):
        if choice.get("type") == "allowed_tools":
            names = frozenset(str(each.get("name")) for each in objects(choice.get("tools")))
            return Choice(str(choice.get("mode", "auto"))), None, names
        return Choice.REQUIRED, str(choice.get("name")), None
    return (Choice(choice) if isinstance(choice, str) else Choice.AUTO), None, None


def _reply_schema(form: JsonObject) -> JsonObject | None:
    if form.get("type") == "json_schema":
        return as_object(form.get("schema"))
    if form.get("type") == "json_object":
        return {"type": "object", "properties": {"answer": {"type": "string"}}}
    return None


def _prompt_tokens(items: list[JsonObject], body: JsonObject) -> int:
    total = _ITEM_OVERHEAD_TOKENS + tokens.count(text_of(body.get("instructions")))
    total += sum(_ITEM_OVERHEAD_TOKENS + _tokens(item) for item in items)
    tools = body.get("tools")
    return total + (tokens.count(dump(tools)) if tools else 0)


def _tokens(item: JsonObject) -> int:
    if item.get("type") == "reasoning":
        # What was thought is read again, whether it is sent or stored.
        return _EFFORT_TOKENS["low"]
    if item.get("type") in CALLS:
        return tokens.count(str(item.get("name")) + str(item.get("arguments", item.get("input"))))
    return tokens.count(said(item))
