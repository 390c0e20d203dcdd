"""The provider: an HTTP application that answers as the vendors' APIs do."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from email.utils import formatdate

from migrate_check.lab.chance import Chance
from migrate_check.lab.formats import anthropic_errors, openai_errors
from migrate_check.lab.formats.anthropic_count_tokens import AnthropicCountTokens
from migrate_check.lab.formats.anthropic_messages import AnthropicMessages
from migrate_check.lab.formats.format import Format, Refused, Turn
from migrate_check.lab.formats.openai_chat import OpenAIChat
from migrate_check.lab.imitation import speak
from migrate_check.lab.memory import Memory
from migrate_check.lab.model_list import list_models
from migrate_check.lab.occurrence import Occurrences
from migrate_check.lab.pace import Pace
from migrate_check.lab.prompt_cache import cached_tokens
from migrate_check.lab.sse import Event, JsonObject
from migrate_check.lab.wire import Answer, LabRequest, Pieces

KEY = "sk-lab-provider"
_OPENAI = OpenAIChat()
_ANTHROPIC = AnthropicMessages()
FORMATS: tuple[Format, ...] = (_OPENAI, _ANTHROPIC, AnthropicCountTokens())
"""Every format on offer; to add one, add it here."""


class Provider:
    """The application. Answers depend on the seed, the request and how often it came before."""

    def __init__(
        self, seed: int = 0, pace: Pace | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._occurrences = Occurrences(seed)
        self._memories: defaultdict[str, Memory] = defaultdict(Memory)
        self._pace = pace or Pace()
        self._clock = clock

    async def __call__(self, request: LabRequest) -> Answer:
        """Answer one request; every error is an answer too."""
        chance = self._occurrences.chance(request)
        form = _format_of(request)
        try:
            answer = await self._answer(request, form, chance)
        except Refused as refused:
            answer = form.refusal(refused, chance)
        return answer.with_headers(("date", formatdate(self._clock(), usegmt=True)))

    async def _answer(self, request: LabRequest, form: Format, chance: Chance) -> Answer:
        form.admit(request, KEY)
        if request.path == form.path:
            if request.method != "POST":
                raise form.misdirected(request)
            return await self._complete(request, form, chance)
        listed = list_models(request, anthropic=form is _ANTHROPIC)
        if listed is None:
            raise _path_unknown(request, form)
        return Answer(200, (("content-type", "application/json"),), listed)

    async def _complete(self, request: LabRequest, form: Format, chance: Chance) -> Answer:
        body = _object(request.body)
        if body is None:
            raise form.malformed(request.body)
        demand = form.understand(body)
        spoken = tuple(speak(demand, chance.of("words", n)) for n in range(demand.replies))
        waits = self._pace.waits(chance.of("latency"), sum(s.tokens for s in spoken))
        took_s = waits[0] if demand.stream else sum(waits)
        # Callers behind a proxy are told apart, so that no side finds what the other one left.
        memory = self._memories[request.header("via") or ""]
        cached = cached_tokens(demand, memory)
        turn = Turn(body, demand, spoken, chance, self._clock(), took_s, memory, cached)
        headers = form.headers(turn)
        if demand.stream:
            kind = (("content-type", "text/event-stream; charset=utf-8"),)
            quiet = (("cache-control", "no-cache"),)
            events = form.events(turn)
            return Answer(200, kind + quiet + headers, self._paced(events, waits))
        await self._wait(took_s)
        kind = (("content-type", "application/json"),)
        return Answer(200, kind + headers, form.document(turn).encode())

    async def _paced(self, events: Iterator[Event], waits: tuple[float, ...]) -> Pieces:
        due = iter(waits)
        for event in events:
            await self._wait(next(due, 0.0))
            yield event.encode()

    async def _wait(self, seconds: float) -> None:
        # Also without pace the loop must turn, so that other connections are served.
        await asyncio.sleep(seconds * self._pace.scale)


def _format_of(request: LabRequest) -> Format:
    for form in FORMATS:
        if request.path == form.path:
            return form
    # Elsewhere the credentials tell which vendor's client it is.
    headers = ("x-api-key", "anthropic-version")
    return _ANTHROPIC if any(request.header(name) for name in headers) else _OPENAI


def _path_unknown(request: LabRequest, form: Format) -> Refused:
    if form is _ANTHROPIC:
        return anthropic_errors.path_unknown()
    return openai_errors.path_unknown(request.method, request.path)


def _object(body: bytes) -> JsonObject | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
