"""Chat Completions, as callers of the openai SDK use it."""

from __future__ import annotations

from typing import Any

from migrate_check.sdk_replay.notes import FAILED, Tree
from migrate_check.sdk_replay.played import MODEL, Played

CALL = "client.chat.completions"
_USAGE: Tree = {"prompt_tokens": None, "completion_tokens": None, "total_tokens": None}
_FUNCTION: Tree = {"name": None, "arguments": {"json": None}}
_COMPLETION: Tree = {
    "choices": {
        "[0]": {
            "finish_reason=": None,
            "message!": {
                "role=": None,
                "content": None,
                "tool_calls": {
                    "[]": {"id": None, "type=": None},
                    # A custom tool's call has no function.
                    "[function]": {"function!": _FUNCTION},
                },
            },
        }
    },
    "usage": _USAGE,
}
_CHUNK: Tree = {
    "choices": {
        "[0]": {
            "finish_reason=": None,
            "delta!": {
                "content": None,
                "tool_calls": {
                    "[]": {
                        "index": None,
                        "id": None,
                        "function": {"name": None, "arguments": None},
                    }
                },
            },
        }
    },
    "usage": _USAGE,
}
_REQUEST: dict[str, Any] = {"model": MODEL, "messages": []}


def play(played: Played) -> None:
    """Unstreamed: parsed object, raw response and `parse`. Streamed: loop and accumulator."""
    if played.stream:
        _play_stream(played)
    else:
        _play_object(played)


def _play_object(played: Played) -> None:
    notes, completions = played.notes, played.client.chat.completions
    if notes.call("create()", lambda: completions.create(**_REQUEST), _COMPLETION) is FAILED:
        return
    raw = completions.with_raw_response
    notes.call("with_raw_response.create().parse()", lambda: raw.create(**_REQUEST).parse(), {})
    notes.call("parse()", lambda: completions.parse(**_REQUEST), {})


def _play_stream(played: Played) -> None:
    notes, completions = played.notes, played.client.chat.completions
    place = "create(stream=True)"
    stream = notes.attempt(place, lambda: completions.create(stream=True, **_REQUEST))
    if stream is FAILED:
        return
    notes.each(f"{place}[]", stream, _CHUNK)
    notes.call("stream().get_final_completion()", lambda: _final(completions), _COMPLETION)


def _final(completions: Any) -> Any:
    with completions.stream(**_REQUEST) as stream:
        return stream.get_final_completion()
