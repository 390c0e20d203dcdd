"""What a fault is, and the decorators that make one from a small function.

A fault's id is its function's name in kebab case, its description the docstring. The decorator
tells what the function gets to edit; everything that it leaves alone keeps its bytes.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from migrate_check.domain.scenario import Route
from migrate_check.lab.chance import Chance
from migrate_check.lab.sse import Event, Events, JsonObject, decoded, dump, encoded
from migrate_check.lab.wire import Answer, LabRequest, Pieces


@dataclass(frozen=True, slots=True)
class GatewayCall:
    """One request on its way through the gateway."""

    request: LabRequest
    route: Route | None
    """None for paths that are no model call, such as `/v1/models`."""
    chance: Chance
    pace: float
    """Factor of all waits; 0 never waits."""
    memory: dict[str, object] = field(default_factory=dict)
    """What the gateway keeps between calls."""

    @property
    def body(self) -> JsonObject | None:
        """The request body when it is a JSON object. A new object at each call."""
        return _object(self.request.body)

    def with_body(self, body: JsonObject) -> GatewayCall:
        """The same call with another body."""
        return self.with_request(replace(self.request, body=dump(body).encode()))

    def with_request(self, request: LabRequest) -> GatewayCall:
        """The same call with another request."""
        return replace(self, request=request)


Forward: TypeAlias = Callable[[GatewayCall], Awaitable[Answer]]
Layer: TypeAlias = Callable[[GatewayCall, Forward], Awaitable[Answer]]
"""Sees the call before the provider and the answer after it."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What a comparison must do to show a fault; the default shows most of them."""

    packs: tuple[str, ...] = ()
    """Scenario packs by the last part of their name; empty: every shipped pack of the routes."""
    own_packs: tuple[str, ...] = ()
    """Packs in `lab/packs`, of requests that only the lab's provider understands; these alone
    where `packs` is empty."""
    routes: tuple[Route, ...] = ()
    """Empty: those of the fault, or the chat routes where it has none."""
    repeat: int = 3
    pace: float = 0.0
    """More than 0 for what only a clock shows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break. `layer` does it."""

    id: str
    about: str
    finds: frozenset[str]
    """Rule families of which at least one is expected to find it; empty when it is harmless."""
    routes: frozenset[Route]
    """Empty: every path."""
    layer: Layer
    showing: Showing = Showing()
    of_bytes: bool = False
    """It leaves streams in a form that only clients must read, so it comes after the others."""


Edit: TypeAlias = Callable[[JsonObject], None]
"""Edits a JSON object in place."""


def shown_by(showing: Showing) -> Callable[[Fault], Fault]:
    """Above the decorator that makes the fault, where the default comparison does not show it."""
    return lambda fault: replace(fault, showing=showing)


def wraps_calls(*routes: Route, finds: set[str]) -> Callable[[Layer], Fault]:
    """From `async (call, forward) -> Answer`: full control."""

    def make(layer: Layer) -> Fault:
        return _fault(layer, (routes, finds), layer)

    return make


def edits_requests(*routes: Route, finds: set[str]) -> Callable[[Edit], Fault]:
    """From `(body) -> None`: edits the request body, when it is a JSON object."""

    def make(edit: Edit) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            body = call.body
            if body is None:
                return await forward(call)
            edit(body)
            return await forward(call if body == call.body else call.with_body(body))

        return _fault(edit, (routes, finds), layer)

    return make


def edits_chunks(*routes: Route, finds: set[str]) -> Callable[[Edit], Fault]:
    """From `(chunk) -> None`: edits each JSON object of a stream."""

    def make(edit: Edit) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            return with_chunks_edited(await forward(call), edit)

        return _fault(edit, (routes, finds), layer)

    return make


def edits_replies(*routes: Route, finds: set[str]) -> Callable[[Edit], Fault]:
    """From `(reply) -> None`: edits unstreamed successes, and each JSON object of a stream."""

    def make(edit: Edit) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            answer = with_chunks_edited(await forward(call), edit)
            return answer if answer.status >= 400 else with_document_edited(answer, edit)

        return _fault(edit, (routes, finds), layer)

    return make


def rewrites_events(
    *routes: Route, finds: set[str]
) -> Callable[[Callable[[Events], Events]], Fault]:
    """From `async (events) -> events`: drops, adds, reorders or delays events of a stream."""

    def make(rewrite: Callable[[Events], Events]) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            return with_events_rewritten(await forward(call), rewrite)

        return _fault(rewrite, (routes, finds), layer)

    return make


def rewrites_bytes(
    *routes: Route, finds: set[str]
) -> Callable[[Callable[[Pieces], Pieces]], Fault]:
    """From `async (pieces) -> pieces`: changes the bytes of a stream."""

    def make(rewrite: Callable[[Pieces], Pieces]) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            answer = await forward(call)
            body = answer.body
            return answer if isinstance(body, bytes) else replace(answer, body=rewrite(body))

        return replace(_fault(rewrite, (routes, finds), layer), of_bytes=True)

    return make


def changes_answers(
    *routes: Route, finds: set[str]
) -> Callable[[Callable[[Answer], Answer]], Fault]:
    """From `(answer) -> Answer`: status and headers of every answer."""

    def make(change: Callable[[Answer], Answer]) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            return change(await forward(call))

        return _fault(change, (routes, finds), layer)

    return make


def changes_errors(
    *routes: Route, finds: set[str]
) -> Callable[[Callable[[Answer, JsonObject], Answer]], Fault]:
    """From `(answer, document) -> Answer`: answers of status 400 and more with a JSON object."""

    def make(change: Callable[[Answer, JsonObject], Answer]) -> Fault:
        async def layer(call: GatewayCall, forward: Forward) -> Answer:
            answer = await forward(call)
            document = document_of(answer)
            failed = answer.status >= 400 and document is not None
            return change(answer, document) if failed and document is not None else answer

        return _fault(change, (routes, finds), layer)

    return make


def document_of(answer: Answer) -> JsonObject | None:
    """The body of an unstreamed answer when it is a JSON object."""
    return _object(answer.body) if isinstance(answer.body, bytes) else None


def with_document(answer: Answer, document: JsonObject) -> Answer:
    """The answer with another unstreamed JSON body."""
    return replace(answer, body=dump(document).encode())


def with_document_edited(answer: Answer, edit: Edit) -> Answer:
    """An unstreamed JSON object edited; any other answer is returned as it is."""
    document = document_of(answer)
    if document is None:
        return answer
    edit(document)
    return answer if document == document_of(answer) else with_document(answer, document)


def with_chunks_edited(answer: Answer, edit: Edit) -> Answer:
    """Each JSON object of a stream edited; any other answer is returned as it is."""

    async def rewrite(events: Events) -> Events:
        async for event in events:
            yield _edited(event, edit)

    return with_events_rewritten(answer, rewrite)


def with_events_rewritten(answer: Answer, rewrite: Callable[[Events], Events]) -> Answer:
    """The events of a stream rewritten; any other answer is returned as it is."""
    if isinstance(answer.body, bytes):
        return answer
    return replace(answer, body=encoded(rewrite(decoded(answer.body))))


def _edited(event: Event, edit: Edit) -> Event:
    document = event.document
    if document is None:
        return event
    edit(document)
    # An untouched event keeps its bytes: spaces and the like are not the fault's business.
    return event if document == event.document else replace(event, data=dump(document))


def _fault(
    function: Callable[..., object], aim: tuple[tuple[Route, ...], set[str]], layer: Layer
) -> Fault:
    routes, finds = aim
    return Fault(
        id=function.__name__.replace("_", "-"),
        about=inspect.cleandoc(function.__doc__ or ""),
        finds=frozenset(finds),
        routes=frozenset(routes),
        layer=layer,
    )


def _object(body: bytes) -> JsonObject | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
