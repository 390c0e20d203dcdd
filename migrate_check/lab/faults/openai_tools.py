"""Tool calls and finish reasons that Chat Completions clients cannot use."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.chance import Chance
from migrate_check.lab.faults.bodies import calls_of, choices_of, function_of
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    edits_chunks,
    edits_replies,
    rewrites_events,
    with_document_edited,
    with_events_rewritten,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_CHAT = Route.OPENAI_CHAT


@edits_chunks(_CHAT, finds={"tools", "shape"})
def tool_index_missing(chunk: JsonObject) -> None:
    """Tool call deltas have no `index`."""
    for call in calls_of(chunk):
        call.pop("index", None)


@edits_chunks(_CHAT, finds={"tools"})
def tool_parallel_all_index_0(chunk: JsonObject) -> None:
    """Parallel tool calls are all streamed with index 0."""
    for call in calls_of(chunk):
        call["index"] = 0


@rewrites_events(_CHAT, finds={"tools"})
async def tool_id_new_each_delta(events: Events) -> Events:
    """Every delta of a tool call carries a new id."""
    number = 0
    async for event in events:
        chunk = event.document
        for call in calls_of(chunk or {}):
            number += 1
            call["id"] = f"chatcmpl-tool-{Chance(event.data, number).hexadecimal(32)}"
        touched = chunk is not None and any(calls_of(chunk))
        yield Event(event.name, dump(chunk)) if touched else event


@wraps_calls(_CHAT, finds={"tools", "shape"})
async def tool_arguments_object_not_string(call: GatewayCall, forward: Forward) -> Answer:
    """`function.arguments` is an object instead of JSON text; streams send it in one delta."""
    answer = with_events_rewritten(await forward(call), _arguments_at_the_end)
    return with_document_edited(answer, _arguments_as_objects)


@edits_chunks(_CHAT, finds={"finish", "tools"})
def finish_stop_for_toolcalls_stream_only(chunk: JsonObject) -> None:
    """Streamed tool calls finish with `stop`; unstreamed ones still with `tool_calls`."""
    for choice in choices_of(chunk):
        if choice.get("finish_reason") == "tool_calls":
            choice["finish_reason"] = "stop"


@edits_replies(_CHAT, finds={"tools"})
def tool_call_as_text(reply: JsonObject) -> None:
    """Unstreamed calls are written into the text as JSON instead of `tool_calls`."""
    for choice in choices_of(reply):
        message = as_object(choice.get("message"))
        calls = list(calls_of({"choices": [{"message": message}]}))
        if calls:
            named: list[Json] = [
                {"name": f.get("name"), "parameters": f.get("arguments")}
                for f in map(function_of, calls)
            ]
            message["content"] = "\n".join(dump(item) for item in named)
            del message["tool_calls"]
            choice["finish_reason"] = "stop"


@edits_replies(_CHAT, finds={"tools"})
def tool_name_rewritten(reply: JsonObject) -> None:
    """Tool names come back with a prefix that the caller never gave."""
    for call in calls_of(reply):
        function = function_of(call)
        if "name" in function:
            function["name"] = f"functions_{function['name']}"


def _arguments_as_objects(document: JsonObject) -> None:
    for call in calls_of(document):
        function = function_of(call)
        function["arguments"] = _loaded(function.get("arguments"))


def _loaded(arguments: Json) -> Json:
    return Event(None, arguments).document if isinstance(arguments, str) else arguments


async def _arguments_at_the_end(events: Events) -> Events:
    held: dict[int, str] = {}
    async for event in events:
        chunk = event.document
        if chunk is None or not (any(calls_of(chunk)) or held):
            yield event
            continue
        ending = any(choice.get("finish_reason") for choice in choices_of(chunk))
        for index, arguments in held.items() if ending else ():
            yield Event(None, dump(_arguments_chunk(chunk, index, arguments)))
        held = {} if ending else held
        if not any(calls_of(chunk)) or _take(chunk, held):
            yield Event(None, dump(chunk))


def _take(chunk: JsonObject, held: dict[int, str]) -> bool:
    """Move the argument text of a chunk to `held`; True when the chunk still says something."""
    announces = False
    for call in calls_of(chunk):
        index = call.get("index")
        piece = function_of(call).pop("arguments", None)
        if isinstance(index, int) and isinstance(piece, str):
            held[index] = held.get(index, "") + piece
        announces = announces or "id" in call
    return announces


def _arguments_chunk(chunk: JsonObject, index: int, arguments: str) -> JsonObject:
    function: JsonObject = {"arguments": _loaded(arguments)}
    delta: JsonObject = {"tool_calls": [{"index": index, "function": function}]}
    choice: JsonObject = {
        "index": 0,
        "delta": delta,
        "logprobs": None,
        "finish_reason": None,
    }
    return {**chunk, "choices": [choice]}
