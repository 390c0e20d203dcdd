"""A Messages request, understood."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.demand import Choice, Demand, Tool
from migrate_check.lab.formats.anthropic_cache import without_marks
from migrate_check.lab.formats.anthropic_content import thinking_tokens
from migrate_check.lab.formats.anthropic_images import colours_of
from migrate_check.lab.formats.format import as_object, objects, strings, text_of
from migrate_check.lab.sse import JsonObject, dump

_MESSAGE_OVERHEAD_TOKENS = 4
_TOOLS_OVERHEAD_TOKENS = 300


def demand_of(body: JsonObject, asked: str, served: str) -> Demand:
    """What a valid body asks of the model. `max_tokens` is what thinking leaves of the limit."""
    messages = objects(body["messages"])
    choice = as_object(body.get("tool_choice"))
    said = next((t for m in reversed(messages) if (t := _user_text(m))), "")
    prompt = _seen(messages) + said
    system = text_of(body.get("system"))
    results = _results(messages[-1])
    limit = body.get("max_tokens")
    spent = thinking_tokens(body, prompt, bool(results))
    return Demand(
        model=asked,
        served=served,
        stream=body.get("stream") is True,
        system=system,
        prompt=prompt,
        tools=tuple(_tool(item) for item in objects(body.get("tools"))),
        choice=_freedom(choice.get("type")),
        forced=str(choice["name"]) if choice.get("type") == "tool" else None,
        parallel=choice.get("disable_parallel_tool_use") is not True,
        results=results,
        reply_schema=_reply_schema(body),
        stop=strings(body.get("stop_sequences")),
        max_tokens=limit - spent if isinstance(limit, int) else None,
        steady=body.get("temperature") == 0 or body.get("top_k") == 1,
        prompt_tokens=_prompt_tokens(body),
        replies=1,
        context="\n".join((system, *(text_of(m.get("content")) for m in messages))),
    )


def _user_text(message: JsonObject) -> str:
    return text_of(message.get("content")) if message["role"] == "user" else ""


def _seen(messages: list[JsonObject]) -> str:
    """What the model sees in the pictures of the conversation, as words before the prompt."""
    return "".join(f"[picture: {colour}] " for colour in colours_of(messages))


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


def _prompt_tokens(marked: JsonObject) -> int:
    body = as_object(without_marks(marked))
    total = _MESSAGE_OVERHEAD_TOKENS + tokens.count(text_of(body.get("system")))
    for message in objects(body["messages"]):
        content = message.get("content")
        text = content if isinstance(content, str) else _block_texts(objects(content))
        total += _MESSAGE_OVERHEAD_TOKENS + tokens.count(text)
    tools = body.get("tools")
    return total + (_TOOLS_OVERHEAD_TOKENS + tokens.count(dump(tools)) if tools else 0)


def _block_texts(blocks: list[JsonObject]) -> str:
    return "\n".join(
        text_of([block]) if block.get("type") == "text" else dump(block) for block in blocks
    )
