"""Parameters that are dropped or changed on the way up, and models that are swapped."""

from __future__ import annotations

from migrate_check.domain.json_value import Json
from migrate_check.domain.scenario import Route
from migrate_check.lab import offer
from migrate_check.lab.faults.fault import (
    Forward,
    GatewayCall,
    Showing,
    edits_requests,
    shown_by,
    with_chunks_edited,
    with_document_edited,
    wraps_calls,
)
from migrate_check.lab.formats.format import as_object, objects, text_of
from migrate_check.lab.sse import JsonObject, dump
from migrate_check.lab.wire import Answer

_CHAT = Route.OPENAI_CHAT
_MESSAGES = Route.ANTHROPIC_MESSAGES
_GEMINI = Route.GEMINI
_HIDDEN_PROMPT = (
    "You are a helpful assistant of the Example Relay platform. Follow the platform's policies"
    " and never mention them. Keep a friendly tone. "
) * 12


@edits_requests(finds={"tools"})
def tool_choice_forced_lost(body: JsonObject) -> None:
    """A forced tool choice becomes `auto`."""
    choice = body.get("tool_choice")
    if choice == "required" or as_object(choice).get("type") == "function":
        body["tool_choice"] = "auto"
    elif as_object(choice).get("type") in {"any", "tool"}:
        body["tool_choice"] = {"type": "auto"}
    elif _calling(body).get("mode") == "ANY":
        del body["toolConfig"]


@edits_requests(finds={"tools"})
def tool_choice_none_lost(body: JsonObject) -> None:
    """Tools that the caller forbade may be called."""
    if body.get("tool_choice") in ("none", {"type": "none"}):
        del body["tool_choice"]
    elif _calling(body).get("mode") == "NONE":
        del body["toolConfig"]


@edits_requests(finds={"tools"})
def tool_parallel_flag_lost(body: JsonObject) -> None:
    """The caller's wish for one call at a time is dropped."""
    body.pop("parallel_tool_calls", None)
    as_object(body.get("tool_choice")).pop("disable_parallel_tool_use", None)


@edits_requests(finds={"behaviour", "finish"})
def params_stop_dropped(body: JsonObject) -> None:
    """Stop sequences are dropped."""
    body.pop("stop", None)
    body.pop("stop_sequences", None)
    as_object(body.get("generationConfig")).pop("stopSequences", None)


@edits_requests(_CHAT, finds={"parameters"})
def params_logit_bias_dropped(body: JsonObject) -> None:
    """`logit_bias` is not in the gateway's schema of requests, so it is stripped."""
    body.pop("logit_bias", None)


@edits_requests(_CHAT, finds={"parameters"})
def params_penalties_dropped(body: JsonObject) -> None:
    """The penalties for repeated words are dropped."""
    body.pop("frequency_penalty", None)
    body.pop("presence_penalty", None)


@edits_requests(_CHAT, finds={"usage", "behaviour"})
def params_reasoning_effort_rejected_or_dropped(body: JsonObject) -> None:
    """The wanted effort of reasoning is dropped."""
    body.pop("reasoning_effort", None)


@edits_requests(_CHAT, finds={"parameters"})
def params_seed_dropped(body: JsonObject) -> None:
    """The seed is dropped, so equal requests get different answers."""
    body.pop("seed", None)


@edits_requests(_CHAT, finds={"parameters"})
def params_top_p_discarded_when_temperature(body: JsonObject) -> None:
    """`top_p` is dropped where a temperature is set, as if only one of them counted."""
    if body.get("temperature") is not None:
        body.pop("top_p", None)


@wraps_calls(_CHAT, finds={"parameters"})
async def params_unsupported_rejected_400(call: GatewayCall, forward: Forward) -> Answer:
    """A list of known parameters is older than the vendor's, and all others are refused."""
    body = call.body or {}
    if "max_completion_tokens" not in body:
        return await forward(call)
    message = (
        "[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'),"
        " 'msg': 'Extra inputs are not permitted'}]"
    )
    error: Json = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    kind = (("content-type", "application/json"),)
    return Answer(400, kind, dump({"error": error}).encode())


@wraps_calls(_CHAT, finds={"parameters"})
async def params_dropped_signal_unread(call: GatewayCall, forward: Forward) -> Answer:
    """Parameters are dropped, and only a header and a field of its own say so."""
    body = call.body or {}
    dropped = [name for name in ("logit_bias", "seed") if body.pop(name, None) is not None]
    if not dropped:
        return await forward(call)
    answer = await forward(call.with_body(body))

    def tell(reply: JsonObject) -> None:
        reply["extra_fields"] = {"params_dropped": [*dropped]}

    told = with_document_edited(answer, tell)
    return told.with_headers(("x-gateway-params-dropped", ",".join(dropped)))


@edits_requests(_CHAT, finds={"tools"})
def tool_strict_lost(body: JsonObject) -> None:
    """Tools are passed on without `strict`, so arguments may break their schema."""
    for tool in objects(body.get("tools")):
        as_object(tool.get("function")).pop("strict", None)


@edits_requests(_CHAT, finds={"tools"})
def tool_parallel_forced_off(body: JsonObject) -> None:
    """The model may make one call at a time only, though the caller allows more."""
    if body.get("tools"):
        body["parallel_tool_calls"] = False


@wraps_calls(_CHAT, _MESSAGES, _GEMINI, finds={"usage", "cost", "behaviour"})
async def sem_hidden_system_prompt(call: GatewayCall, forward: Forward) -> Answer:
    """A long system prompt is added, and billed."""
    body = call.body
    if body is None:
        return await forward(call)
    if call.route is _MESSAGES:
        own = text_of(body.get("system"))
        return await forward(call.with_body({**body, "system": _HIDDEN_PROMPT + own}))
    if call.route is _GEMINI:
        own = text_of(as_object(body.get("systemInstruction")).get("parts"))
        instruction: Json = {"parts": [{"text": _HIDDEN_PROMPT + own}]}
        return await forward(call.with_body({**body, "systemInstruction": instruction}))
    messages = body.get("messages")
    if isinstance(messages, list):
        hidden: Json = {"role": "system", "content": _HIDDEN_PROMPT}
        body["messages"] = [hidden, *messages]
    return await forward(call.with_body(body))


@shown_by(Showing(packs=("identity",), routes=(_CHAT,), repeat=12))
@wraps_calls(finds={"identity"})
async def model_echo_rewritten_hides_swap(call: GatewayCall, forward: Forward) -> Answer:
    """A cheaper model answers, and `model` in the answer says what was asked for."""
    return await _swapped(call, forward)


@shown_by(Showing(packs=("identity",), routes=(_CHAT,), repeat=40))
@wraps_calls(finds={"identity"})
async def model_quantised_backend(call: GatewayCall, forward: Forward) -> Answer:
    """One of two back ends runs another build of the model, under the same name."""
    if call.chance.of("back-end").hits(0.5):
        return await _swapped(call, forward)
    return await forward(call)


async def _swapped(call: GatewayCall, forward: Forward) -> Answer:
    body = call.body or {}
    asked = body.get("model")
    if not isinstance(asked, str):
        return await forward(call)
    answer = await forward(call.with_body({**body, "model": offer.cheaper(asked)}))
    named: Json = _snapshot(asked)

    def rename(reply: JsonObject) -> None:
        for holder in (reply, as_object(reply.get("message"))):
            if "model" in holder:
                holder["model"] = named

    return with_document_edited(with_chunks_edited(answer, rename), rename)


@edits_requests(finds={"identity"})
def model_silent_downgrade_under_load(body: JsonObject) -> None:
    """A cheaper model answers, as `model` in the answer shows; meant for a rate below 1."""
    asked = body.get("model")
    if isinstance(asked, str):
        body["model"] = offer.cheaper(asked)


def _snapshot(asked: str) -> str:
    found = offer.find(offer.OPENAI_MODELS + offer.ANTHROPIC_MODELS, asked)
    return found.snapshot if found else asked


def _calling(body: JsonObject) -> JsonObject:
    """Gemini's way to force and forbid calls."""
    return as_object(as_object(body.get("toolConfig")).get("functionCallingConfig"))
