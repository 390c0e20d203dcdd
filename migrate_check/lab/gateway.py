"""The gateway: a real proxy in front of the provider, which applies faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from migrate_check.domain.scenario import Route
from migrate_check.lab.chance import Chance
from migrate_check.lab.faults.fault import Fault, Forward, GatewayCall, Layer
from migrate_check.lab.occurrence import Occurrences
from migrate_check.lab.sse import dump
from migrate_check.lab.upstream import Upstream, UpstreamBroken
from migrate_check.lab.wire import Answer, LabRequest

_VIA = "1.1 lab-gateway"
_ROUTES = {
    "/v1/chat/completions": Route.OPENAI_CHAT,
    "/v1/messages": Route.ANTHROPIC_MESSAGES,
    "/v1/messages/count_tokens": Route.ANTHROPIC_COUNT_TOKENS,
    "/v1/responses": Route.OPENAI_RESPONSES,
    "/v1/embeddings": Route.EMBEDDINGS,
    "/v1/images/generations": Route.IMAGES,
    "/v1/audio/speech": Route.AUDIO_SPEECH,
    "/v1/audio/transcriptions": Route.AUDIO_TRANSCRIPTION,
    "/v1/models": Route.MODELS,
    "/v1/completions": Route.OPENAI_COMPLETIONS,
}
_GEMINI = re.compile(r"/v1(?:beta)?/models/[^/]+:(?:stream)?[gG]enerateContent\Z")


def _route_of(path: str) -> Route | None:
    if _GEMINI.match(path):
        return Route.GEMINI
    return Route.MODELS if path.startswith("/v1/models/") else _ROUTES.get(path)


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """What the gateway does wrong; nothing by default."""

    faults: Sequence[Fault] = ()
    rate: float = 1.0
    """Share of requests that each fault strikes, drawn for each fault and request apart."""
    pace: float = 1.0
    """Factor of the waits that faults add."""


class Gateway:
    """The application. Without faults it adds `via` and `x-gateway-request-id`, nothing else."""

    def __init__(
        self, upstream: Upstream, misbehaviour: Misbehaviour | None = None, seed: int = 0
    ) -> None:
        self._upstream = upstream
        self._misbehaviour = misbehaviour or Misbehaviour()
        self._occurrences = Occurrences(seed)
        self._memory: dict[str, object] = {}

    async def __call__(self, request: LabRequest) -> Answer:
        """Forward one request through the faults that strike it."""
        chance = self._occurrences.chance(request).of("gateway")
        route, pace = _route_of(request.path), self._misbehaviour.pace
        call = GatewayCall(request, route, chance, pace, self._memory)
        forward: Forward = self._forward
        for fault in self._striking(call, chance):
            forward = _wrapped(fault.layer, forward)
        answer = await forward(call)
        name = f"gw-{chance.of('request-id').hexadecimal(24)}"
        return answer.with_headers(("via", _VIA), ("x-gateway-request-id", name))

    def _striking(self, call: GatewayCall, chance: Chance) -> list[Fault]:
        rate = self._misbehaviour.rate
        return [
            fault
            for fault in self._misbehaviour.faults
            if (not fault.routes or call.route in fault.routes)
            and chance.of("fault", fault.id).hits(rate)
        ]

    async def _forward(self, call: GatewayCall) -> Answer:
        request = call.request
        headers = tuple(pair for pair in request.headers if pair[0].lower() != "via")
        passed = ", ".join(filter(None, (request.header("via"), _VIA)))
        try:
            return await self._upstream.send(replace(request, headers=(*headers, ("via", passed))))
        except UpstreamBroken:
            error = {"message": "The upstream provider is not reachable.", "type": "api_error"}
            kind = (("content-type", "application/json"),)
            return Answer(502, kind, dump({"type": "error", "error": {**error}}).encode())


def _wrapped(layer: Layer, inner: Forward) -> Forward:
    async def forward(call: GatewayCall) -> Answer:
        return await layer(call, inner)

    return forward
