"""Chat Completions streams that break their grammar or shape."""

from __future__ import annotations

from migrate_check.domain.scenario import Route
from migrate_check.lab.faults.bodies import calls_of, choices_of
from migrate_check.lab.faults.fault import edits_chunks, rewrites_events
from migrate_check.lab.formats.format import as_object
from migrate_check.lab.sse import Event, Events, JsonObject, dump
from migrate_check.lab.wire import CutOff

_DONE = "[DONE]"
_CHAT = Route.OPENAI_CHAT


@rewrites_events(_CHAT, finds={"stream"})
async def oai_done_missing(events: Events) -> Events:
    """The stream ends without `data: [DONE]`."""
    async for event in events:
        if event.data != _DONE:
            yield event


@rewrites_events(_CHAT, finds={"stream", "finish"})
async def oai_stream_no_terminal_finish(events: Events) -> Events:
    """No chunk carries a finish reason; `[DONE]` still comes."""
    async for event in events:
        if not _finishes(event):
            yield event


@rewrites_events(_CHAT, finds={"stream", "finish", "shape"})
async def oai_finish_empty_string(events: Events) -> Events:
    """`finish_reason` is "" on every chunk, and the chunk that sets it never comes."""
    async for event in events:
        if _finishes(event):
            continue
        chunk = event.document
        for choice in choices_of(chunk or {}):
            choice["finish_reason"] = ""
        yield event if chunk is None else Event(event.name, dump(chunk))


@rewrites_events(_CHAT, finds={"stream", "shape"})
async def stream_role_missing(events: Events) -> Events:
    """The opening chunk with the role is dropped, and no other chunk names a role."""
    async for event in events:
        chunk = event.document
        roles = [
            as_object(choice.get("delta")).pop("role", None) for choice in choices_of(chunk or {})
        ]
        if chunk is None or not any(roles):
            yield event
        elif any(calls_of(chunk)):
            yield Event(event.name, dump(chunk))


@edits_chunks(_CHAT, finds={"stream", "shape"})
def stream_chunk_message_not_delta(chunk: JsonObject) -> None:
    """Chunks carry `choices[].message` in the place of `choices[].delta`."""
    for choice in choices_of(chunk):
        choice["message"] = choice.pop("delta", None)


@rewrites_events(_CHAT, finds={"stream", "errors"})
async def oai_stream_intermittent_truncation(events: Events) -> Events:
    """The connection breaks off after a few chunks; meant for a fault rate below 1."""
    number = 0
    async for event in events:
        number += 1
        if number > 4:
            raise CutOff
        yield event


@rewrites_events(_CHAT, finds={"stream"})
async def stream_empty_200(events: Events) -> Events:
    """Status 200, and nothing in the stream but `[DONE]`."""
    async for event in events:
        if event.data == _DONE:
            yield event


@rewrites_events(_CHAT, finds={"stream", "shape"})
async def empty_choices_first_chunk(events: Events) -> Events:
    """A chunk with empty `choices` comes first."""
    first = True
    async for event in events:
        chunk = event.document
        if first and chunk is not None:
            yield Event(event.name, dump({**chunk, "choices": []}))
        first = False
        yield event


def _finishes(event: Event) -> bool:
    return any(choice.get("finish_reason") for choice in choices_of(event.document or {}))
