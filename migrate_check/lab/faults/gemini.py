"""Gemini answers that a gateway rebuilds from another format's, or takes apart on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import error_of
from migrate_check.lab.faults.fault import (
    Edit,
    Forward,
    GatewayCall,
    changes_errors,
    edits_replies,
    edits_requests,
    rewrites_events,
    with_chunks_edited,
    with_document,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import Answer

_GEMINI = Route.GEMINI
_FINISHES: dict[Json, str] = {"STOP": "stop", "MAX_TOKENS": "length"}


def candidates_of(reply: JsonObject) -> list[JsonObject]:
    """Candidates of a reply or chunk; edits reach the reply."""
    return objects(reply.get("candidates"))


def parts_of(reply: JsonObject) -> Iterator[JsonObject]:
    """Parts of all candidates; edits reach the reply."""
    for candidate in candidates_of(reply):
        yield from objects(as_object(candidate.get("content")).get("parts"))


def function_calls_of(reply: JsonObject) -> Iterator[JsonObject]:
    """Function calls of all candidates; edits reach the reply."""
    for part in parts_of(reply):
        if "functionCall" in part:
            yield as_object(part["functionCall"])


@wraps_calls(_GEMINI, finds={"stream"})
async def gemini_json_array_vs_sse(call: GatewayCall, forward: Forward) -> Answer:
    """`alt=sse` gets lost, so the stream comes as one JSON array."""
    return await forward(_with_target(call, re.sub(r"[?&]alt=sse\b", "", call.request.target)))


@wraps_calls(_GEMINI, finds={"stream"})
async def gemini_sse_vs_json_array(call: GatewayCall, forward: Forward) -> Answer:
    """Every stream comes as events, also where an array was asked for."""
    target = call.request.target
    plain = "streamGenerateContent" in target and "alt=sse" not in target
    return await forward(_with_target(call, f"{target}?alt=sse") if plain else call)


@rewrites_events(_GEMINI, finds={"stream"})
async def gemini_done_appended(events: Events) -> Events:
    """Streams end with OpenAI's `data: [DONE]`."""
    async for event in events:
        yield event
    yield Event(None, "[DONE]")


@edits_replies(_GEMINI, finds={"shape"})
def gemini_answer_in_snake_case(reply: JsonObject) -> None:
    """All keys of an answer come in snake_case."""
    converted = _snake(reply)
    reply.clear()
    reply.update(as_object(converted))


@edits_replies(_GEMINI, finds={"shape"})
def gemini_answer_wrapped(reply: JsonObject) -> None:
    """Answers are wrapped in `response`, as Google's Code Assist has them."""
    inner: Json = dict(reply)
    reply.clear()
    reply["response"] = inner


@edits_replies(_GEMINI, finds={"finish"})
def gemini_finish_reason_openai(reply: JsonObject) -> None:
    """Finish reasons are OpenAI's words."""
    called = any(function_calls_of(reply))
    for candidate in candidates_of(reply):
        if candidate.get("finishReason") is not None:
            word = _FINISHES.get(candidate["finishReason"], "stop")
            candidate["finishReason"] = "tool_calls" if called else word


@edits_replies(_GEMINI, finds={"shape"})
def gemini_role_openai(reply: JsonObject) -> None:
    """The role of answers is `assistant`, OpenAI's word for it."""
    for candidate in candidates_of(reply):
        as_object(candidate.get("content"))["role"] = "assistant"


@changes_errors(_GEMINI, finds={"errors"})
def gemini_errors_openai_envelope(answer: Answer, document: JsonObject) -> Answer:
    """Errors come in OpenAI's envelope."""
    error: JsonObject = {
        "message": error_of(document).get("message"),
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }
    return with_document(answer, {"error": error})


@edits_replies(_GEMINI, finds={"tools", "behaviour"})
def gemini_thought_signature_lost(reply: JsonObject) -> None:
    """Parts lose their signature, so the next turn is refused."""
    for part in parts_of(reply):
        part.pop("thoughtSignature", None)


@edits_replies(_GEMINI, finds={"behaviour"})
def gemini_thoughts_as_text(reply: JsonObject) -> None:
    """Thoughts are no longer marked, so that they read as the answer."""
    for part in parts_of(reply):
        part.pop("thought", None)


@edits_replies(_GEMINI, finds={"tools"})
def gemini_args_as_text(reply: JsonObject) -> None:
    """Arguments of calls are JSON text, as OpenAI has them."""
    for call in function_calls_of(reply):
        call["args"] = dump(call.get("args"))


@edits_replies(_GEMINI, finds={"tools"})
def gemini_call_id_invented(reply: JsonObject) -> None:
    """The id of a call is made from the function's name, so parallel calls share one."""
    for call in function_calls_of(reply):
        call["id"] = f"call_{call.get('name')}"


@wraps_calls(_GEMINI, finds={"tools", "shape"})
async def gemini_parallel_same_name_mixed(call: GatewayCall, forward: Forward) -> Answer:
    """Calls lose their ids, and all results of one function go to each of its calls."""
    body = call.body
    if body is None:
        return await forward(call)
    for content in objects(body.get("contents")):
        results = [as_object(part.get("functionResponse")) for part in objects(content["parts"])]
        latest = {str(result.get("name")): result.get("response") for result in results}
        for result in filter(None, results):
            result["response"] = latest[str(result.get("name"))]
            result.pop("id", None)
    answer = await forward(call if body == call.body else call.with_body(body))
    return _without_ids(answer)


@wraps_calls(_GEMINI, finds={"errors", "tools"})
async def gemini_schema_keyword_400(call: GatewayCall, forward: Forward) -> Answer:
    """JSON Schemas of functions are sent up as Google's own, which refuses their keywords."""
    return await _with_declarations(call, forward, _as_own_schema)


@wraps_calls(_GEMINI, finds={"tools", "behaviour"})
async def gemini_schema_keywords_stripped(call: GatewayCall, forward: Forward) -> Answer:
    """Limits and patterns are taken out of the schemas of functions."""
    return await _with_declarations(call, forward, _strip)


@edits_requests(_GEMINI, finds={"parameters", "usage"})
def gemini_system_instruction_dropped(body: JsonObject) -> None:
    """The system instruction does not reach the model."""
    body.pop("systemInstruction", None)


@edits_requests(_GEMINI, finds={"parameters", "tools"})
def gemini_response_schema_dropped(body: JsonObject) -> None:
    """JSON and its schema are asked for in vain."""
    config = as_object(body.get("generationConfig"))
    for name in ("responseMimeType", "responseSchema", "responseJsonSchema"):
        config.pop(name, None)


@edits_requests(_GEMINI, finds={"parameters", "finish"})
def gemini_output_limit_dropped(body: JsonObject) -> None:
    """`maxOutputTokens` does not reach the model."""
    as_object(body.get("generationConfig")).pop("maxOutputTokens", None)


@edits_requests(_GEMINI, finds={"behaviour", "parameters"})
def gemini_thinking_config_dropped(body: JsonObject) -> None:
    """Thoughts are neither shown nor switched off as the caller wishes."""
    as_object(body.get("generationConfig")).pop("thinkingConfig", None)


@edits_requests(_GEMINI, finds={"parameters", "behaviour"})
def gemini_candidate_count_dropped(body: JsonObject) -> None:
    """One answer comes, however many were asked for."""
    as_object(body.get("generationConfig")).pop("candidateCount", None)


@rewrites_events(_GEMINI, finds={"usage"})
async def gemini_usage_cumulative_misread(events: Events) -> Events:
    """Each chunk has the counts of the first one, though they grow with the answer."""
    first: Json = None
    async for event in events:
        chunk = event.document
        if chunk is None or "usageMetadata" not in chunk:
            yield event
            continue
        first = first or chunk["usageMetadata"]
        chunk["usageMetadata"] = first
        yield Event(event.name, dump(chunk))


@edits_replies(_GEMINI, finds={"usage"})
def gemini_usage_missing(reply: JsonObject) -> None:
    """Answers tell no usage."""
    reply.pop("usageMetadata", None)


@edits_replies(_GEMINI, finds={"shape"})
def gemini_prompt_feedback_lost(reply: JsonObject) -> None:
    """A blocked prompt gives an empty answer that does not say why."""
    reply.pop("promptFeedback", None)


@edits_replies(_GEMINI, finds={"shape"})
def gemini_safety_ratings_lost(reply: JsonObject) -> None:
    """Safety ratings are left out."""
    for holder in (as_object(reply.get("promptFeedback")), *candidates_of(reply)):
        holder.pop("safetyRatings", None)


def _with_target(call: GatewayCall, target: str) -> GatewayCall:
    return replace(call, request=replace(call.request, target=target))


def _without_ids(answer: Answer) -> Answer:
    def drop(reply: JsonObject) -> None:
        for call in function_calls_of(reply):
            call.pop("id", None)

    return with_document_edited(with_chunks_edited(answer, drop), drop)


_SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _snake(value: Json) -> Json:
    if isinstance(value, list):
        return [_snake(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        _SNAKE.sub("_", key).lower(): child if key == "args" else _snake(child)
        for key, child in value.items()
    }


async def _with_declarations(call: GatewayCall, forward: Forward, edit: Edit) -> Answer:
    body = call.body
    if body is None:
        return await forward(call)
    for tool in objects(body.get("tools")):
        for declared in objects(tool.get("functionDeclarations")):
            edit(declared)
    return await forward(call if body == call.body else call.with_body(body))


def _as_own_schema(declared: JsonObject) -> None:
    if "parametersJsonSchema" in declared:
        declared["parameters"] = declared.pop("parametersJsonSchema")


_BELOW = ("parameters", "parametersJsonSchema", "items")
_CONSTRAINTS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems")


def _strip(schema: JsonObject) -> None:
    for name in _CONSTRAINTS:
        schema.pop(name, None)
    below = [schema[name] for name in _BELOW if name in schema]
    for child in (*below, *as_object(schema.get("properties")).values()):
        _strip(as_object(child))
