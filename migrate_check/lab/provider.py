"""The provider: an HTTP application that answers as the vendors' APIs do."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from email.utils import formatdate

from migrate_check.lab.chance import Chance
from migrate_check.lab.formats import anthropic_errors, openai_errors
from migrate_check.lab.formats.anthropic_count_tokens import AnthropicCountTokens
from migrate_check.lab.formats.anthropic_messages import AnthropicMessages
from migrate_check.lab.formats.direct import Asked, Direct
from migrate_check.lab.formats.format import Format, Refused, Turn
from migrate_check.lab.formats.gemini import Gemini, gemini_for
from migrate_check.lab.formats.gemini import list_models as list_gemini_models
from migrate_check.lab.formats.openai_chat import OpenAIChat
from migrate_check.lab.formats.openai_completions import OpenAICompletions
from migrate_check.lab.formats.openai_embeddings import OpenAIEmbeddings
from migrate_check.lab.formats.openai_images import FILES, OpenAIImages, file_of
from migrate_check.lab.formats.openai_responses import OpenAIResponses
from migrate_check.lab.formats.openai_speech import OpenAISpeech
from migrate_check.lab.formats.openai_transcription import OpenAITranscription
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
FORMATS: tuple[Format, ...] = (
    _OPENAI,
    _ANTHROPIC,
    AnthropicCountTokens(),
    OpenAICompletions(),
)
"""Every format on offer; to add one, add it here."""
DIRECT: Mapping[str, Direct] = {
    each.path: each
    for each in (OpenAIEmbeddings(), OpenAIImages(), OpenAISpeech(), OpenAITranscription())
}
"""Path → endpoint where nothing is said; to add one, add it here."""


class Provider:
    """The application. Answers depend on the seed, the request and how often it came before."""

    def __init__(
        self, seed: int = 0, pace: Pace | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._occurrences = Occurrences(seed)
        self._memories: defaultdict[str, Memory] = defaultdict(Memory)
        self._pace = pace or Pace()
        self._clock = clock
        # It keeps conversations, so each provider has its own.
        self._formats: tuple[Format, ...] = (*FORMATS, OpenAIResponses())

    async def __call__(self, request: LabRequest) -> Answer:
        """Answer one request; every error is an answer too."""
        chance = self._occurrences.chance(request)
        form = _format_of(request, self._formats)
        try:
            answer = await self._answer(request, form, chance)
        except Refused as refused:
            answer = form.refusal(refused, chance)
        if request.header("origin") is not None:
            answer = answer.with_headers(("access-control-allow-origin", "*"))
        return answer.with_headers(("date", formatdate(self._clock(), usegmt=True)))

    async def _answer(self, request: LabRequest, form: Format, chance: Chance) -> Answer:
        if request.method == "GET" and request.path.startswith(FILES):
            return _file(request, form)
        form.admit(request, KEY)
        if request.path == form.path:
            if request.method != "POST":
                raise form.misdirected(request)
            return await self._complete(request, form, chance)
        if request.path in DIRECT:
            return await self._give(request, form, chance)
        if isinstance(form, Gemini):
            listed = list_gemini_models(request)
        else:
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
            answer = Answer(200, kind + quiet, self._paced(events, waits))
            return answer.with_headers(*headers)
        await self._wait(took_s)
        kind = (("content-type", "application/json"),)
        return Answer(200, kind, form.document(turn).encode()).with_headers(*headers)

    async def _give(self, request: LabRequest, form: Format, chance: Chance) -> Answer:
        if request.method != "POST":
            raise form.misdirected(request)
        given = DIRECT[request.path].answer(Asked(request, chance, self._clock()))
        body = given.body
        waits = self._pace.waits(chance.of("latency"), 1 if isinstance(body, bytes) else len(body))
        if isinstance(body, bytes):
            await self._wait(sum(waits))
            return Answer(200, given.headers, body)
        return Answer(200, given.headers, self._paced(body, waits))

    async def _paced(self, events: Iterable[Event], waits: tuple[float, ...]) -> Pieces:
        due = iter(waits)
        for event in events:
            await self._wait(next(due, 0.0))
            yield event.encode()

    async def _wait(self, seconds: float) -> None:
        # Also without pace the loop must turn, so that other connections are served.
        await asyncio.sleep(seconds * self._pace.scale)


def _format_of(request: LabRequest, formats: tuple[Format, ...]) -> Format:
    addressed = gemini_for(request)
    if addressed is not None:
        return addressed
    for form in formats:
        if request.path == form.path:
            return form
    # Elsewhere the credentials tell which vendor's client it is.
    headers = ("x-api-key", "anthropic-version")
    return _ANTHROPIC if any(request.header(name) for name in headers) else _OPENAI


def _path_unknown(request: LabRequest, form: Format) -> Refused:
    if isinstance(form, Gemini):
        return form.misdirected(request)
    if form is _ANTHROPIC:
        return anthropic_errors.path_unknown()
    return openai_errors.path_unknown(request.method, request.path)


def _file(request: LabRequest, form: Format) -> Answer:
    found = file_of(request.path)
    if found is None:
        raise _path_unknown(request, form)
    return Answer(200, (("content-type", found[0]),), found[1])


def _object(body: bytes) -> JsonObject | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
