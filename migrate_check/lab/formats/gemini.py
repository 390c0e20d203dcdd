"""Gemini `generateContent`, its streams and `countTokens`, server side.

What the other formats have in the body is in the path here, so there is one object per request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab import offer
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Demand
from migrate_check.lab.formats import gemini_errors as errors
from migrate_check.lab.formats.format import Refused, Turn, as_object, objects
from migrate_check.lab.formats.gemini_answers import chunks, count, whole
from migrate_check.lab.formats.gemini_demand import read_demand
from migrate_check.lab.formats.gemini_requests import camel, validate
from migrate_check.lab.formats.gemini_thoughts import check_signatures
from migrate_check.lab.sse import Event, JsonObject, dump
from migrate_check.lab.wire import Answer, LabRequest

# Google serves each version; its own SDK asks for v1.
_PATH = re.compile(r"/v1(?:beta)?/models/(?P<model>[^/:]+):(?P<method>\w+)")
_MODELS = "/v1beta/models"
_COUNT, _PLAIN, _STREAM = "countTokens", "generateContent", "streamGenerateContent"
_JSON = ("content-type", "application/json; charset=UTF-8")
_FRONT_END: Headers = (
    ("vary", "Origin, X-Origin, Referer"),
    ("server", "scaffolding on HTTPServer2"),
    ("x-xss-protection", "0"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
    ("alt-svc", 'h3=":443"; ma=2592000,h3-29=":443"; ma=2592000'),
)


def gemini_for(request: LabRequest) -> Gemini | None:
    """The format for a request; None where it is for another API."""
    split = urlsplit(request.target)
    path = unquote(split.path)
    found = _PATH.fullmatch(path)
    if found is not None and found["method"] in (_COUNT, _PLAIN, _STREAM):
        events = parse_qs(split.query).get("alt") == ["sse"]
        return Gemini(split.path, found["model"], found["method"], events)
    own = path == _MODELS or request.header("x-goog-api-key") is not None
    return Gemini(_MODELS + "/", "", "", False) if own else None


@dataclass(slots=True)
class Gemini:
    """`POST /v1beta/models/{model}:{method}`."""

    path: str
    model: str
    method: str
    events_wanted: bool
    """`alt=sse`; a stream without it is one JSON array."""

    def admit(self, request: LabRequest, key: str) -> None:
        """`x-goog-api-key` or `?key=`. A bearer token would have to be one of OAuth."""
        query = parse_qs(urlsplit(request.target).query).get("key", [""])[0]
        given = request.header("x-goog-api-key") or query
        if not given:
            bearer = request.header("authorization") is not None
            raise errors.token_wrong() if bearer else errors.key_missing()
        if given != key:
            raise errors.key_wrong()

    def malformed(self, body: bytes) -> Refused:
        """Google quotes the end of what it read; no body at all is a request without contents."""
        if not body.strip():
            return errors.contents_missing()
        return errors.body_malformed(body[-40:].decode(errors="replace"))

    def misdirected(self, request: LabRequest) -> Refused:
        """404."""
        return errors.method_wrong()

    def understand(self, body: JsonObject) -> Demand:
        """Validate, then check model, signatures and limits."""
        body = as_object(camel(body))
        if self.method == _COUNT:
            body = as_object(body.get("generateContentRequest")) or body
        validate(body)
        if self.model == offer.RATE_LIMITED:
            raise errors.rate_limited()
        model = offer.find(offer.GEMINI_MODELS, self.model)
        if model is None:
            raise errors.model_unknown(self.model, self.method)
        check_signatures(self.model, objects(body["contents"]))
        stream = self.method == _STREAM and self.events_wanted
        demand = read_demand(body, self.model, model.snapshot, stream=stream)
        if demand.prompt_tokens > model.context:
            raise errors.context_exceeded(model.context, demand.prompt_tokens)
        return demand

    def document(self, turn: Turn) -> str:
        """One answer, a count, or all chunks as an array; indented as Google does."""
        if self.method == _COUNT:
            return _indented(count(turn.demand.prompt_tokens))
        return _indented([*chunks(turn)] if self.method == _STREAM else whole(turn))

    def events(self, turn: Turn) -> Iterator[Event]:
        """Chunks without names and without a mark at the end."""
        for chunk in chunks(turn):
            yield Event(None, dump(chunk))

    def headers(self, turn: Turn) -> Headers:
        """What Google's front end adds."""
        timing = ("server-timing", f"gfet4t7; dur={round(turn.took_s * 1000)}")
        if turn.demand.stream:
            kind = ("content-type", "text/event-stream")
            return (kind, ("content-disposition", "attachment"), *_FRONT_END, timing)
        return (_JSON, *_FRONT_END, timing)

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """Google's envelope; in a list where an array was asked for."""
        document: Json = refused.document
        if self.method == _STREAM and not self.events_wanted:
            document = [document]
        return Answer(refused.status, (_JSON, *_FRONT_END), _indented(document).encode())


def list_models(request: LabRequest) -> bytes | None:
    """`GET /v1beta/models`; None for anything else."""
    if request.method != "GET" or request.path not in ("/v1/models", _MODELS):
        return None
    methods: list[Json] = [_PLAIN, _COUNT]
    models: list[Json] = [
        {
            "name": f"models/{model.id}",
            "version": "001",
            "displayName": model.id,
            "inputTokenLimit": model.context,
            "outputTokenLimit": model.most_output,
            "supportedGenerationMethods": methods,
        }
        for model in offer.GEMINI_MODELS
    ]
    return _indented({"models": models}).encode()


def _indented(document: Json | list[JsonObject]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
