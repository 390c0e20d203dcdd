"""Messages, as callers of the anthropic SDK use it."""

from __future__ import annotations

from typing import Any

from migrate_check.sdk_replay.notes import FAILED, Tree
from migrate_check.sdk_replay.played import MODEL, Played

CALL = "client.messages"
_MESSAGE: Tree = {
    "role=": None,
    "stop_reason=": None,
    "content": {
        "[text]": {"text": None},
        "[tool_use]": {"id": None, "name": None, "input": None},
        "[thinking]": {"thinking": None, "signature": None},
    },
    "usage": {"input_tokens": None, "output_tokens": None},
}
_EVENTS: dict[str, Tree] = {
    "message_start": {"message!": {"usage": {"input_tokens": None}}},
    "content_block_start": {"index": None, "content_block!": {"type=": None}},
    "content_block_delta": {"index": None, "delta!": {"type": None}},
    "message_delta": {"delta!": {"stop_reason=": None}, "usage!": {"output_tokens": None}},
}
_TOOL_START: Tree = {"id": None, "name": None, "input": None}
_REQUEST: dict[str, Any] = {"model": MODEL, "max_tokens": 1, "messages": []}


def play(played: Played) -> None:
    """Unstreamed: parsed object and raw response. Streamed: loop, text and accumulator."""
    if played.stream:
        _play_stream(played)
    else:
        _play_object(played)


def play_count_tokens(played: Played) -> None:
    """`messages.count_tokens`."""
    messages = played.client.messages
    played.notes.call(
        "count_tokens()",
        lambda: messages.count_tokens(model=MODEL, messages=[]),
        {"input_tokens": None},
    )


def _play_object(played: Played) -> None:
    notes, messages = played.notes, played.client.messages
    if notes.call("create()", lambda: messages.create(**_REQUEST), _MESSAGE) is FAILED:
        return
    raw = messages.with_raw_response
    notes.call("with_raw_response.create().parse()", lambda: raw.create(**_REQUEST).parse(), {})


def _play_stream(played: Played) -> None:
    notes, messages = played.notes, played.client.messages
    place = "create(stream=True)"
    stream = notes.attempt(place, lambda: messages.create(stream=True, **_REQUEST))
    if stream is FAILED:
        return
    events = notes.each(f"{place}[]", stream, {"type": None})
    for event in events if isinstance(events, list) else ():
        kind = getattr(event, "type", None)
        if kind in _EVENTS:
            notes.look(f"{place}[{kind}]", event, _EVENTS[kind])
        if kind == "content_block_start" and getattr(event.content_block, "type", "") == "tool_use":
            notes.look(f"{place}[tool_use].content_block", event.content_block, _TOOL_START)
    _accumulate(played)


def _accumulate(played: Played) -> None:
    notes, messages = played.notes, played.client.messages
    with messages.stream(**_REQUEST) as stream:
        text = notes.attempt("stream().text_stream", lambda: "".join(stream.text_stream))
        if text is not FAILED:
            notes.note("stream().text_stream", "text" if text else "empty text")
            final = "stream().get_final_message()"
            notes.call(final, stream.get_final_message, _MESSAGE)
