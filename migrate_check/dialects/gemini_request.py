"""Gemini requests: what one demands, and how the next turn is built."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from migrate_check.dialects.gemini_schema import json_schema
from migrate_check.dialects.json_fields import as_array, as_integer, as_object, as_text
from migrate_check.dialects.json_text import parse_json
from migrate_check.dialects.next_turn import result_text
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Asked
from migrate_check.domain.scenario import NextTurn

STREAM_METHOD = "streamGenerateContent"


def read_asked(body: Json, url: str) -> Asked:
    """What a request demands. Tolerates any JSON and any URL; either case of keys is legal."""
    request = as_object(body)
    model, method, events = _read_url(url)
    streamed = method == STREAM_METHOD
    config = as_object(_either(request, "toolConfig", "tool_config"))
    calling = as_object(_either(config, "functionCallingConfig", "function_calling_config"))
    mode = calling.get("mode")
    count = _either(_generation(request), "candidateCount", "candidate_count")
    return Asked(
        model=model or as_text(request.get("model")),
        stream=streamed and events,
        include_usage=None,
        tools=_tools(request, calling),
        forced_tool=mode == "ANY",
        forbids_tools=mode == "NONE",
        choices=as_integer(count) or 1,
        body=body,
        array=streamed and not events,
    )


def _read_url(url: str) -> tuple[str | None, str, bool]:
    """Model, method and whether events are asked for (`alt=sse`)."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None, "", False
    _, named, last = unquote(split.path).rpartition("/models/")
    model, _, method = last.rpartition(":")
    events = parse_qs(split.query).get("alt") == ["sse"]
    return model if named and model else None, method, events


def _either(holder: dict[str, Json], camel: str, snake: str) -> Json:
    return holder[camel] if camel in holder else holder.get(snake)


def _generation(request: dict[str, Json]) -> dict[str, Json]:
    return as_object(_either(request, "generationConfig", "generation_config"))


def _tools(request: dict[str, Json], calling: dict[str, Json]) -> dict[str, Json]:
    """Functions by name: those that may be called, where the request names them."""
    tools = {
        name: _schema(declared)
        for declared in _declarations(request)
        if (name := as_text(declared.get("name"))) is not None
    }
    allowed = as_array(_either(calling, "allowedFunctionNames", "allowed_function_names"))
    return {name: schema for name, schema in tools.items() if not allowed or name in allowed}


def _declarations(request: dict[str, Json]) -> Iterator[dict[str, Json]]:
    tools = request.get("tools")
    for tool in map(as_object, [tools] if isinstance(tools, dict) else as_array(tools)):
        declared = _either(tool, "functionDeclarations", "function_declarations")
        yield from map(as_object, as_array(declared))


def _schema(declared: dict[str, Json]) -> Json:
    plain = _either(declared, "parametersJsonSchema", "parameters_json_schema")
    return plain if plain is not None else json_schema(declared.get("parameters"))


def build_next(
    sent: dict[str, Json], content: dict[str, Json], turn: NextTurn
) -> dict[str, Json] | None:
    """`sent` with the model's content and one of the user; None without calls to answer."""
    following = _following(as_array(content.get("parts")), turn)
    if following is None:
        return None
    contents = sent.get("contents")
    # One content may stand for the list of it.
    before = contents if isinstance(contents, list) else [contents] if contents else []
    return {**sent, "contents": [*before, content, {"role": "user", "parts": following}]}


def _following(parts: list[Json], turn: NextTurn) -> list[Json] | None:
    if turn.tool_results is None:
        return [{"text": turn.user or ""}]
    results: list[Json] = []
    for part in map(as_object, parts):
        call = part.get("functionCall")
        if not isinstance(call, dict):
            continue
        text = result_text(turn, as_text(call.get("name")))
        if text is None:
            return None
        answered: dict[str, Json] = {"name": call.get("name"), "response": _response(text)}
        # Only where the model gave one: a made-up id is refused.
        named: dict[str, Json] = {"id": call["id"]} if call.get("id") is not None else {}
        results.append({"functionResponse": named | answered})
    return results or None


def _response(text: str) -> dict[str, Json]:
    """A result must be an object; texts go where Google's SDK puts them."""
    try:
        value = parse_json(text)
    except ValueError:
        return {"result": text}
    return value if isinstance(value, dict) else {"result": value}
