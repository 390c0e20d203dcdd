"""Responses, as callers of the openai SDK use it."""

from __future__ import annotations

from typing import Any

from migrate_check.sdk_replay.notes import FAILED, Tree
from migrate_check.sdk_replay.played import MODEL, Played

CALL = "client.responses"
_RESPONSE: Tree = {
    "id": None,
    "status=": None,
    "output_text": None,
    "output": {
        "[message]": {"content": {"[output_text]": {"text": None}}},
        "[function_call]": {"call_id": None, "name": None, "arguments": {"json": None}},
        "[reasoning]": {"id": None},
    },
    "usage": {"input_tokens": None, "output_tokens": None, "total_tokens": None},
}
_EVENT: Tree = {"type": None}
_DELTA: Tree = {"item_id": None, "output_index": None, "delta": None}
_REQUEST: dict[str, Any] = {"model": MODEL, "input": "."}
_DELTAS = ("response.output_text.delta", "response.function_call_arguments.delta")
_CUT = ("response.incomplete", "response.failed")
"""A stream that ends so has no final response by design; models may do it by chance."""


def play(played: Played) -> None:
    """Unstreamed: parsed object and `parse`. Streamed: loop and accumulator."""
    if played.stream:
        _play_stream(played)
    else:
        _play_object(played)


def _play_object(played: Played) -> None:
    notes, responses = played.notes, played.client.responses
    if notes.call("create()", lambda: responses.create(**_REQUEST), _RESPONSE) is FAILED:
        return
    raw = responses.with_raw_response
    notes.call("with_raw_response.create().parse()", lambda: raw.create(**_REQUEST).parse(), {})
    notes.call("parse()", lambda: responses.parse(**_REQUEST), {})


def _play_stream(played: Played) -> None:
    notes, responses = played.notes, played.client.responses
    place = "create(stream=True)"
    stream = notes.attempt(place, lambda: responses.create(stream=True, **_REQUEST))
    if stream is FAILED:
        return
    events = notes.each(f"{place}[]", stream, _EVENT)
    if isinstance(events, list):
        kinds = {getattr(event, "type", None) for event in events}
        for event in events:
            if getattr(event, "type", None) in _DELTAS:
                notes.look(f"{place}[{event.type}]", event, _DELTA)
        if not kinds.isdisjoint(_CUT):
            return
    notes.call("stream().get_final_response()", lambda: _final(responses), _RESPONSE)


def _final(responses: Any) -> Any:
    with responses.stream(**_REQUEST) as stream:
        return stream.get_final_response()
