"""What the model says as output items, whole and as the events that make them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Call, Finish
from migrate_check.lab.formats.format import Turn, as_object, objects, strings
from migrate_check.lab.formats.openai_responses_prompts import reasoning_tokens
from migrate_check.lab.sse import JsonObject

_ENCRYPTION = "lab account"


def output_of(turn: Turn) -> list[JsonObject]:
    """All items of the answer, finished."""
    items = []
    if reasoning_tokens(turn.body, turn.demand.model):
        items.append(_reasoning(turn))
    spoken = turn.spoken[0]
    items += [_call(turn, number, call) for number, call in enumerate(spoken.calls)]
    if spoken.text or (not spoken.calls and not items):
        items.append(_message(turn))
    return items


def issued(item: JsonObject) -> bool:
    """Whether a reasoning item's encrypted content is what this provider gave with that id."""
    content = str(item.get("encrypted_content"))
    return content[-_SEAL:] == _seal(str(item.get("id")), content[:-_SEAL])


def item_events(item: JsonObject, index: int, noise: Chance | None) -> Iterator[JsonObject]:
    """From `output_item.added` to `output_item.done`. `noise` obfuscates the deltas' lengths."""
    yield {
        "type": "response.output_item.added",
        "item": item | _EMPTY[str(item["type"])],
        "output_index": index,
    }
    place: JsonObject = {"item_id": item["id"], "output_index": index}
    for event in _INNER[str(item["type"])](item):
        padding: JsonObject = {}
        if noise is not None and str(event["type"]).endswith(".delta"):
            padding = {"obfuscation": noise.letters(noise.below(16))}
        yield event | place | padding
    yield {"type": "response.output_item.done", "item": item, "output_index": index}


_SEAL = 32


def _seal(identity: str, content: str) -> str:
    return hashlib.sha256(f"{_ENCRYPTION}/{identity}/{content}".encode()).hexdigest()[:_SEAL]


def _id(turn: Turn, prefix: str, number: int = 0) -> str:
    return f"{prefix}_{turn.chance.of(prefix, number).hexadecimal(50)}"


def _reasoning(turn: Turn) -> JsonObject:
    identity = _id(turn, "rs")
    item: JsonObject = {"id": identity, "type": "reasoning", "summary": []}
    if "reasoning.encrypted_content" in strings(turn.body.get("include")):
        content = f"gAAAAAB{turn.chance.of('encrypted').letters(93)}"
        item["encrypted_content"] = content + _seal(identity, content)
    if as_object(turn.body.get("reasoning")).get("summary"):
        text = (
            "**Considering the request**\n\nThe question is short. I look at what is asked, and"
            " answer in the form that is wanted."
        )
        item["summary"] = [{"type": "summary_text", "text": text}]
    return item


def _message(turn: Turn) -> JsonObject:
    cut = turn.spoken[0].finish is Finish.LENGTH
    text = turn.spoken[0].text
    logprobs: list[Json] = []
    if "message.output_text.logprobs" in strings(turn.body.get("include")):
        logprobs = [_logprob(turn, piece) for piece in tokens.split(text)]
    part: Json = {"type": "output_text", "annotations": [], "logprobs": logprobs, "text": text}
    return {
        "id": _id(turn, "msg"),
        "type": "message",
        "status": "incomplete" if cut else "completed",
        "content": [part],
        "role": "assistant",
    }


def _logprob(turn: Turn, piece: str) -> Json:
    wanted = turn.body.get("top_logprobs")
    entry: JsonObject = {"token": piece, "bytes": [*piece.encode()], "logprob": -0.01}
    count = wanted if isinstance(wanted, int) else 0
    likely: list[Json] = [{**entry, "logprob": -0.01 - rank} for rank in range(count)]
    return {**entry, "top_logprobs": likely}


def _call(turn: Turn, number: int, call: Call) -> JsonObject:
    custom = call.name in _custom_names(turn.body)
    cut = turn.spoken[0].finish is Finish.LENGTH and number == len(turn.spoken[0].calls) - 1
    common: JsonObject = {
        "id": _id(turn, "ctc" if custom else "fc", number),
        "type": "custom_tool_call" if custom else "function_call",
        "status": "incomplete" if cut else "completed",
    }
    given: JsonObject = (
        {"input": _free(call.arguments)} if custom else {"arguments": call.arguments}
    )
    named: JsonObject = {
        "call_id": f"call_{turn.chance.of('call', number).letters(24)}",
        "name": call.name,
    }
    return common | given | named


def _custom_names(body: JsonObject) -> set[Json]:
    return {tool.get("name") for tool in objects(body.get("tools")) if tool["type"] == "custom"}


def _free(arguments: str) -> str:
    try:
        return str(json.loads(arguments)["input"])
    except ValueError:
        return arguments


def _reasoning_events(item: JsonObject) -> Iterator[JsonObject]:
    stem = "response.reasoning_summary_"
    for index, part in enumerate(objects(item["summary"])):
        place: JsonObject = {"summary_index": index}
        yield {"type": f"{stem}part.added", **place, "part": {**part, "text": ""}}
        for piece in tokens.split(str(part["text"])):
            yield {"type": f"{stem}text.delta", **place, "delta": piece}
        yield {"type": f"{stem}text.done", **place, "text": part["text"]}
        yield {"type": f"{stem}part.done", **place, "part": part}


def _message_events(item: JsonObject) -> Iterator[JsonObject]:
    stem = "response.output_text"
    for index, part in enumerate(objects(item["content"])):
        place: JsonObject = {"content_index": index}
        logprobs = part["logprobs"]
        empty: JsonObject = {**part, "text": "", "logprobs": []}
        yield {"type": "response.content_part.added", **place, "part": empty}
        for number, piece in enumerate(tokens.split(str(part["text"]))):
            likely: list[Json] = [*objects(logprobs)[number : number + 1]]
            yield {"type": f"{stem}.delta", **place, "delta": piece, "logprobs": likely}
        yield {"type": f"{stem}.done", **place, "text": part["text"], "logprobs": logprobs}
        yield {"type": "response.content_part.done", **place, "part": part}


def _call_events(item: JsonObject) -> Iterator[JsonObject]:
    for piece in tokens.split(str(item["arguments"])):
        yield {"type": "response.function_call_arguments.delta", "delta": piece}
    yield {"type": "response.function_call_arguments.done", "arguments": item["arguments"]}


def _custom_events(item: JsonObject) -> Iterator[JsonObject]:
    for piece in tokens.split(str(item["input"])):
        yield {"type": "response.custom_tool_call_input.delta", "delta": piece}
    yield {"type": "response.custom_tool_call_input.done", "input": item["input"]}


_INNER = {
    "reasoning": _reasoning_events,
    "message": _message_events,
    "function_call": _call_events,
    "custom_tool_call": _custom_events,
}
_EMPTY: dict[str, JsonObject] = {
    "reasoning": {"summary": []},
    "message": {"content": [], "status": "in_progress"},
    "function_call": {"arguments": "", "status": "in_progress"},
    "custom_tool_call": {"input": "", "status": "in_progress"},
}
"""What an announced item has in the place of what is to come."""
