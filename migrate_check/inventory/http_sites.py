"""Raw HTTP requests to LLMs as call sites."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from migrate_check.domain.call_site import (
    NOT_KNOWN,
    UNKNOWN_ROUTE,
    CallSite,
    Certainty,
    Client,
    Fact,
    Language,
    RequestField,
    Rollback,
)
from migrate_check.inventory.describe import NO_MODEL, fields_of, model_fact, written
from migrate_check.inventory.fields import Fields, Sent, unwrapped
from migrate_check.inventory.http_calls import UPDATED, HttpCall, HttpCalls, Target, target_of
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.matching import NEEDED
from migrate_check.inventory.neutral import Call, Invoke, Null, Record, Template, Text
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import shown
from migrate_check.inventory.resolver.facts import HOLE, Facts
from migrate_check.inventory.resolver.place import End
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.rollback import key_fact, rollback_of, without_secrets
from migrate_check.inventory.script_calls import in_seconds
from migrate_check.inventory.signature import Body, CallSignature
from migrate_check.inventory.source_file import SourceFile
from migrate_check.inventory.spelling import camel

BASES = ("base_url", "baseURL", "baseUrl", "prefixUrl", "base_uri", "BaseAddress")
KEYS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")
ORDINARY = frozenset(KEYS) | {"content-type", "accept", "anthropic-version", "user-agent"}
_CONTENTS = frozenset({"messages", "input", "prompt", "contents"})
_TELLING = _CONTENTS | {"model"}
_MODEL_IN_PATH = re.compile(r"/(?:models|deployments|model)/([^/:?]+)")
_STREAMS_BY_PATH = frozenset({"gemini", "bedrock-converse", "bedrock-invoke"})
_PLAIN_PATHS = frozenset({"anthropic-messages", "openai-responses", "embeddings"})
_KEY_IN_QUERY = re.compile(r"[?&](?:key|api[-_]?key)=")
BODY = CallSignature("http", (), "", frozenset(), (), Body.FIRST, model=("model",))


@dataclass(frozen=True, slots=True)
class _Request:
    """What was found of one request."""

    given: Built
    settings: Built
    url_ends: tuple[End, ...]
    url: Fact
    target: Target
    headers: dict[str, Given]


class HttpSites:
    """Describes raw requests; None where they go elsewhere."""

    def __init__(
        self, tracer: Tracer, records: Records, facts: Facts, calls: HttpCalls, fields: Fields
    ) -> None:
        self._tracer = tracer
        self._records = records
        self._facts = facts
        self._calls = calls
        self._fields = fields

    def site(self, source: SourceFile, call: Call, http: HttpCall) -> tuple[CallSite, Sent] | None:
        """The call site, if the request goes to an LLM."""
        given, settings = self._calls.arguments(http), self._calls.settings(http)
        url_ends = self._url_ends(http, given)
        url = self._url(url_ends, settings)
        sent, headers = self._sent(http, given), self._headers(given, settings)
        target = self._target(url, url_ends, sent, headers, http)
        if target is None:
            return None
        if (target.route or "").startswith("gemini"):
            _spell(sent)
        if target.route in NEEDED and not (sent.fields or sent.model or sent.holes):
            sent.holes.append("the body, which was not seen")
        model = self._model(sent, target, url, url_ends)
        return self._described(
            source,
            call,
            http,
            _Request(given, settings, url_ends, url, target, headers),
            (sent, model),
        ), sent

    def _described(
        self,
        source: SourceFile,
        call: Call,
        http: HttpCall,
        request: _Request,
        body: tuple[Sent, Fact],
    ) -> CallSite:
        sent, model = body
        self._add_header_fields(sent, request.headers)
        return CallSite(
            path=source.path,
            line=call.line,
            language=Language.NOTEBOOK if source.in_notebook else source.language,
            sdk="http",
            call=written(http.call.callee, source.language),
            route=request.target.route or UNKNOWN_ROUTE,
            model=model,
            fields=fields_of(sent),
            fields_known=not sent.holes,
            streaming=self._streaming(sent, request.target),
            is_async=http.is_async or call.awaited,
            client=self._client(http, request),
            in_test=is_test(source.path),
            not_known=tuple(dict.fromkeys(sent.holes)),
        )

    def _url_ends(self, http: HttpCall, given: Built) -> tuple[End, ...]:
        for name in (*http.signature.url, "\0url"):
            entry = given.entries.get(name)
            if entry is not None:
                return self._tracer.ends(entry.expr, entry.place)
        return ()

    def _url(self, ends: tuple[End, ...], settings: Built) -> Fact:
        fact = self._facts.of_ends(ends) if ends else NOT_KNOWN
        base = self._base(settings)
        if base is None or (fact.value is not None and "://" in fact.value):
            return fact
        before = self._facts.of(base.expr, base.place)
        path = (fact.value or "").lstrip("/")
        if before.value is None:
            joined = f"{HOLE}/{path}"
            return replace(before, value=joined, certainty=Certainty.MAYBE)
        return replace(before, value=f"{before.value.rstrip('/')}/{path}")

    def _base(self, settings: Built) -> Given | None:
        return next((settings.entries[name] for name in BASES if name in settings.entries), None)

    def _sent(self, http: HttpCall, given: Built) -> Sent:
        for name in (*http.signature.json, "\0body"):
            entry = given.entries.get(name)
            if entry is not None and not isinstance(entry.expr, Null):
                inner = unwrapped(entry.expr, self._tracer, entry.place)
                built = self._records.of(inner, entry.place)
                sent = self._fields.of(BODY, built)
                parents = {field.rpartition(".")[0] for field in sent.fields}
                for parent in parents & {"generationConfig", "inferenceConfig"}:
                    sent.fields.pop(parent)
                return sent
        return Sent(holes=list(given.holes))

    def _headers(self, given: Built, settings: Built) -> dict[str, Given]:
        found: dict[str, Given] = {}
        for built in (settings, given):
            for name in ("headers", UPDATED):
                entry = built.entries.get(name)
                if entry is not None:
                    inner = self._records.of(entry.expr, entry.place)
                    found |= {header.lower(): one for header, one in inner.entries.items()}
        return found

    def _target(
        self,
        url: Fact,
        ends: tuple[End, ...],
        sent: Sent,
        headers: dict[str, Given],
        http: HttpCall,
    ) -> Target | None:
        """Where it goes, if that is an LLM."""
        looks = _looks(sent, headers)
        written = " ".join(shown(end.expr) for end in ends) + _names(http.call)
        if url.value is None:
            strong = {"model"} <= looks and looks & (_CONTENTS | {"anthropic-version"})
            return (
                Target(_by_shape(looks), None, "", False, False) if strong and http.seen else None
            )
        target = target_of(url.value, f"{url.origin} {' '.join(url.env)}", written)
        if target.provider is not None:
            open_path = HOLE in target.path.partition("?")[0]
            return target if target.route or open_path or looks & _TELLING else None
        if target.route is None:
            return None
        enough = http.seen or looks or HOLE in url.value
        if target.distinctive and enough and self._fits(target, looks, sent):
            return target
        return target if target.named and (looks or target.route == "models") else None

    def _fits(self, target: Target, looks: set[str], sent: Sent) -> bool:
        """Whether the body is one for the path, where others have such paths, too."""
        if target.route not in _PLAIN_PATHS or sent.holes or target.named:
            return True
        return "anthropic-version" in looks or ("model" in looks and bool(looks & _CONTENTS))

    def _model(self, sent: Sent, target: Target, url: Fact, ends: tuple[End, ...]) -> Fact:
        if sent.model:
            return model_fact(sent.model[0], self._tracer, self._facts)
        in_path = _MODEL_IN_PATH.search(target.path)
        if in_path is None:
            return Fact(None, Certainty.UNKNOWN, sent.holes[0]) if sent.holes else NO_MODEL
        if HOLE in in_path[1]:
            return Fact(None, Certainty.UNKNOWN, "a part of the URL")
        named = self._in_template(in_path[1], ends)
        if named is not None:
            return named
        sure = url.certainty if url.certainty is Certainty.LITERAL else Certainty.RESOLVED
        return Fact(in_path[1], sure, "the URL")

    def _in_template(self, model: str, ends: tuple[End, ...]) -> Fact | None:
        """The part of the URL that is the model, as well as it is known."""
        for end in ends:
            for part in end.expr.parts if isinstance(end.expr, Template) else ():
                fact = self._facts.of(part, end.place)
                if fact.value == model and not isinstance(part, Text):
                    literal = fact.certainty is Certainty.LITERAL
                    return replace(fact, certainty=Certainty.RESOLVED) if literal else fact
        return None

    def _streaming(self, sent: Sent, target: Target) -> Fact:
        if re.search(r"(?i):streamgeneratecontent|-stream(?:\?|$)", target.path):
            return Fact("true", Certainty.LITERAL, "the URL")
        if target.route in _STREAMS_BY_PATH:
            return Fact("false", Certainty.LITERAL, "the URL")
        if sent.stream is not None:
            return self._facts.of(sent.stream.expr, sent.stream.place)
        if sent.holes:
            return Fact(None, Certainty.UNKNOWN, sent.holes[0])
        return Fact("false", Certainty.LITERAL, "no stream set")

    def _add_header_fields(self, sent: Sent, headers: dict[str, Given]) -> None:
        for name, given in headers.items():
            if name not in ORDINARY:
                sent.add(RequestField(f"header:{name}", None, given.certainty, given.line))

    def _client(self, http: HttpCall, request: _Request) -> Client:
        key, key_rollback = self._key(request)
        base = self._base(request.settings)
        ends = self._tracer.ends(base.expr, base.place) if base is not None else request.url_ends
        relative = base is not None and "://" not in (
            self._facts.of_ends(request.url_ends).value or ""
        )
        rollback = rollback_of(ends if relative else request.url_ends, request.url)
        made_at = None
        if http.made is not None and http.made_place is not None:
            made_at = http.made_place.where(http.made.line)
        return Client(
            made_at=made_at,
            constructor=None,
            provider=request.target.provider,
            base_url=without_secrets(request.url),
            key=key,
            rollback=rollback,
            key_rollback=key_rollback,
            timeout=in_seconds(self._timeout(request), http.place.module.language, "http"),
            headers=tuple(sorted(name for name in request.headers if name not in ORDINARY)),
        )

    def _timeout(self, request: _Request) -> Fact | None:
        for built in (request.given, request.settings):
            entry = built.entries.get("timeout") or built.entries.get("signal")
            if entry is not None and not isinstance(entry.expr, Null):
                if isinstance(entry.expr, Invoke):
                    args = entry.expr.args
                    return self._facts.of(args[0].value, entry.place) if args else None
                if isinstance(entry.expr, Record):  # got's {request: 10_000}
                    values = [one.value for one in entry.expr.entries if one.key is not None]
                    return self._facts.of(values[0], entry.place) if values else None
                return self._facts.of(entry.expr, entry.place)
        return None

    def _key(self, request: _Request) -> tuple[Fact, Rollback]:
        for name in KEYS:
            if name in request.headers:
                given = request.headers[name]
                ends = self._tracer.ends(given.expr, given.place)
                return key_fact(ends, self._facts), rollback_of(ends, self._facts.of_ends(ends))
        if _KEY_IN_QUERY.search(request.url.value or ""):
            env = tuple(name for name in request.url.env if "KEY" in name or "TOKEN" in name)
            names = " or ".join(env)
            if env:
                origin = f"environment variable {names}, in the URL"
                return Fact(None, Certainty.RESOLVED, origin, env), Rollback.A
            if HOLE not in (request.url.value or ""):
                return Fact(None, request.url.certainty, "a literal in the URL"), Rollback.C
            return Fact(None, Certainty.UNKNOWN, "in the URL"), Rollback.D
        return NOT_KNOWN, Rollback.D


def _looks(sent: Sent, headers: dict[str, Given]) -> set[str]:
    """What of an LLM's request is there."""
    looks = {name for name in sent.fields if name in _CONTENTS}
    looks |= {"model"} if sent.model else set()
    return looks | {name for name in (*KEYS, "anthropic-version") if name in headers}


def _spell(sent: Sent) -> None:
    """Gemini takes its fields in snake case, too; they are told in camel case."""
    for name, one in list(sent.fields.items()):
        spelled = name if ":" in name else ".".join(camel(part) for part in name.split("."))
        if spelled != name:
            del sent.fields[name]
            sent.add(replace(one, name=spelled, written=name))
    if any(name.startswith("generationConfig.") for name in sent.fields):
        sent.fields.pop("generationConfig", None)


def _by_shape(looks: set[str]) -> str | None:
    return "anthropic-messages" if "anthropic-version" in looks else None


def _names(call: Invoke) -> str:
    """Words of the arguments, for a hint whom a URL belongs to."""
    return " ".join(shown(arg.value) for arg in call.args[:2])
