"""Specs of rules: YAML files that say what fires and what does not.

    rule: field-missing
    cases:
      - name: usage is gone            # free text
        fires: true                    # true, false or undecided
        location: usage                # optional: of the finding that must be among them
        only: true                     # optional: no other finding of this rule
        route: openai-chat             # default openai-chat
        path: /v1/other                # optional: another path than the route's
        request: {...}                 # default: `requests` of answers.yaml for route (+stream);
        tools: true                    #   with tools: true, its form with tools
        case: {expects_error: true, auth: missing}   # optional properties of the case: `probe` as
                                       #   in a scenario; `body` is the template, else the request;
                                       #   `again: n` for n turns of the same request
        nonces: [a1b2, ...]            # of the trials
        repeats: 3                     # default 3
        baseline: ANSWER               # one answer for all repeats, or a list, one per repeat
        candidate: ANSWER

Instead of `baseline` and `candidate` a case may have
    plain: {baseline, candidate} and stream: {baseline, candidate}   the two forms of one case
    turns: [{baseline, candidate, request?}, ...]                    the turns of one trial
    measured: [{metric, outcome, n, ...}]                            for run rules
    pairs: [{request?, case?, baseline, candidate}, ...]             several cases of one run

Cases of rules about code are described in site_spec.py.

An ANSWER is a mapping with
    use: NAME            start from this entry of answers.yaml
    set: {path: value}   dots and indices: choices.0.message.content; creates missing keys;
                         the first step of a stream's path is the event's index: 1.data.id
    drop: [path, ...]
    insert: {index: event}   stream only, applied last
    status, headers (merged; null removes), json | sse | text | bytes_hex, failure, http
    arrivals_ms: [time, ...]   of the events of an sse, the last one for all that follow; of any
                               other body, the last one
    sdk: {accessor: outcome, ...}   what the SDK made of the bytes: an account of openai 3.0.0
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

import orjson
import yaml

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    Side,
    TransportFailure,
)
from migrate_check.domain.observation import Observation, ObservedPair, SdkAccount, SdkOutcome
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Effect, EffectKind, NextTurn, Probe, Route
from migrate_check.domain.verdict import Measured, Outcome
from migrate_check.observe import observe_exchange

HERE = Path(__file__).parent
_DEFAULT_PATHS = {
    Route.OPENAI_CHAT: "/v1/chat/completions",
    Route.ANTHROPIC_MESSAGES: "/v1/messages",
    Route.ANTHROPIC_COUNT_TOKENS: "/v1/messages/count_tokens",
    Route.OPENAI_RESPONSES: "/v1/responses",
    Route.EMBEDDINGS: "/v1/embeddings",
    Route.IMAGES: "/v1/images/generations",
    Route.AUDIO_SPEECH: "/v1/audio/speech",
    Route.AUDIO_TRANSCRIPTION: "/v1/audio/transcriptions",
    Route.MODELS: "/v1/models",
    Route.OPENAI_COMPLETIONS: "/v1/completions",
    Route.GEMINI: "/v1beta/models/gemini-2.5-flash:generateContent",
}
_STREAM_PATHS = {
    Route.GEMINI: "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
}
"""Where the path asks for a stream, not the body."""


@dataclass(frozen=True)
class SpecCase:
    """One case of one spec file."""

    file: Path
    rule: str
    name: str
    fires: bool | str
    content: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.name}"


def spec_files() -> list[Path]:
    return sorted(path for path in HERE.glob("*/*.yaml"))


def load(file: Path) -> list[SpecCase]:
    content = _yaml(file)
    return [
        SpecCase(file, content["rule"], case["name"], case["fires"], case)
        for case in content["cases"]
    ]


def pairs_of(content: dict[str, Any]) -> list[ObservedPair]:
    """All observed pairs that a case describes."""
    if "pairs" in content:
        each = [
            {**content, **part, "name": f"{content['name']} {number}"}
            for number, part in enumerate(content["pairs"])
        ]
        return [pair for part in each for pair in _repeats(part, turn=0, stream=None)]
    if "turns" in content:
        turns = [{**content, **turn} for turn in content["turns"]]
        return [
            pair for turn, part in enumerate(turns) for pair in _repeats(part, turn, stream=None)
        ]
    if "plain" in content:
        plain, stream = {**content, **content["plain"]}, {**content, **content["stream"]}
        return [*_repeats(plain, 0, stream=False), *_repeats(stream, 0, stream=True)]
    return _repeats(content, 0, stream=None) if "baseline" in content else []


def measured_of(content: dict[str, Any]) -> list[Measured]:
    return [
        Measured(
            route=each.get("route", "openai-chat"),
            metric=each["metric"],
            outcome=Outcome(each["outcome"]),
            n=each["n"],
            baseline=each.get("baseline"),
            candidate=each.get("candidate"),
            ratio=each.get("ratio"),
            low=each.get("low"),
            high=each.get("high"),
            margin=each.get("margin", 1.25),
            reason=each.get("reason", ""),
        )
        for each in content.get("measured", [])
    ]


def _repeats(content: dict[str, Any], turn: int, stream: bool | None) -> list[ObservedPair]:
    route = Route(content.get("route", Route.OPENAI_CHAT))
    request = _request(content, route, stream)
    case = _case(content, route, request)
    body = request if isinstance(request, bytes) else orjson.dumps(request)
    paths = _STREAM_PATHS if _is_streamed(content, stream) else {}
    path = content.get("path", paths.get(route))
    return [
        ObservedPair(
            trial=Trial(
                case, number + 1, warmup=False, first=Side.BASELINE, nonce=_nonce(content, number)
            ),
            turn=turn,
            baseline=observe(content["baseline"], number, route, Side.BASELINE, body, path),
            candidate=observe(content["candidate"], number, route, Side.CANDIDATE, body, path),
        )
        for number in range(content.get("repeats", 3))
    ]


def _request(content: dict[str, Any], route: Route, stream: bool | None) -> Any:
    if "request" in content and stream is None:
        return content["request"]
    stream = _is_streamed(content, stream)
    usual = request_of(route, stream, content.get("tools", False)) or {}
    return {**usual, **content.get("request", {})}


def _is_streamed(content: dict[str, Any], stream: bool | None) -> bool:
    first = content["baseline"]
    use = (first[0] if isinstance(first, list) else first).get("use", "")
    return stream if stream is not None else "stream" in _named(use)


def request_of(route: Route, stream: bool, tools: bool) -> dict[str, Any]:
    """The default request of a route."""
    form = f"{route.value}{'+tools' if tools else ''}{'+stream' if stream else ''}"
    request: dict[str, Any] = _answers()["requests"][form]
    return request


def _named(use: str) -> set[str]:
    return set(use.split("-"))


def _case(content: dict[str, Any], route: Route, request: Any) -> Case:
    about = content.get("case", {})
    return Case(
        scenario="spec",
        name=content["name"].replace(" ", "-"),
        route=route,
        about=content["name"],
        stream=bool(isinstance(request, dict) and request.get("stream")),
        body=about.get("body", request if isinstance(request, dict) else None),
        raw_body=None,
        turns=(NextTurn(None, None, again=True),) * about.get("again", 0),
        auth=Auth(about.get("auth", "valid")),
        path=about.get("path"),
        expects_error=about.get("expects_error", False),
        source="spec:1",
        probe=_probe(about.get("probe")),
    )


def _nonce(content: dict[str, Any], number: int) -> str:
    nonces: list[str] = content.get("nonces", [])
    return nonces[number] if number < len(nonces) else ""


def _probe(about: dict[str, Any] | None) -> Probe | None:
    if about is None:
        return None
    effects = (Effect(EffectKind(kind), value) for kind, value in about["shows"].items())
    return Probe(about["parameter"], tuple(effects))


def observe(
    given: Any, number: int, route: Route, side: Side, body: bytes, path: str | None = None
) -> Observation:
    """The observation of one answer of a spec."""
    answer = resolve(given[number] if isinstance(given, list) else given)
    seen = observe_exchange(exchange_of(answer, route, body, path), route, side)
    return replace(seen, sdk=account_of(answer["sdk"])) if "sdk" in answer else seen


def account_of(given: dict[str, str]) -> SdkAccount:
    outcomes = tuple(SdkOutcome(accessor, outcome) for accessor, outcome in given.items())
    raised = [each.outcome.removeprefix("raises ") for each in outcomes if each.raises]
    call = "client.chat.completions"
    return SdkAccount("openai", "3.0.0", call, raised[0] if raised else None, outcomes)


def exchange_of(
    answer: dict[str, Any], route: Route, body: bytes, path: str | None = None
) -> Exchange:
    url = f"https://{route.value}.example{path or _DEFAULT_PATHS[route]}"
    request = Request("POST", url, (("content-type", "application/json"),), body)
    failure = answer.get("failure")
    response = None
    if failure is None or "status" in answer:
        headers: Headers = tuple((k, str(v)) for k, v in answer.get("headers", {}).items())
        response = Response(
            status=answer.get("status", 200),
            http_version=answer.get("http", "HTTP/1.1"),
            headers=headers,
            body=body_of(answer),
            chunks=_chunks(answer),
            head_ns=None,
        )
    return Exchange(
        request=request,
        response=response,
        failure=TransportFailure(FailureKind(failure), str(failure)) if failure else None,
        started_at="2026-01-01T00:00:00.000Z",
        end_ns=_ns(answer["arrivals_ms"][-1]) if "arrivals_ms" in answer else None,
    )


def _chunks(answer: dict[str, Any]) -> tuple[Chunk, ...]:
    """One chunk for all events that arrive at the same time."""
    times = answer.get("arrivals_ms")
    if times is None:
        return ()
    if "sse" not in answer:
        return (Chunk(_ns(times[-1]), len(body_of(answer))),)
    events = zip_longest(times, map(_event, answer["sse"]), fillvalue=times[-1])
    return tuple(
        Chunk(_ns(time), sum(len(event) for _, event in together))
        for time, together in groupby(events, key=lambda event: event[0])
    )


def _ns(time_ms: int) -> int:
    return time_ms * 1_000_000


def body_of(answer: dict[str, Any]) -> bytes:
    if "sse" in answer:
        return b"".join(_event(event) for event in answer["sse"])
    if "json" in answer:
        return orjson.dumps(answer["json"])
    if "bytes_hex" in answer:
        return bytes.fromhex(answer["bytes_hex"])
    text: str = answer.get("text", "")
    return text.encode()


def _event(event: dict[str, Any]) -> bytes:
    data = event["data"]
    text = data if isinstance(data, str) else orjson.dumps(data).decode()
    name = f"event: {event['event']}\n" if event.get("event") else ""
    return f"{name}data: {text}\n\n".encode()


_BODIES = ("json", "sse", "text", "bytes_hex")


def resolve(given: dict[str, Any]) -> dict[str, Any]:
    """An answer with `use`, `set`, `drop` and `insert` applied."""
    answer: dict[str, Any] = {}
    if "use" in given:
        answer = copy.deepcopy(_answers()["answers"][given["use"]])
    if any(body in given for body in _BODIES):
        answer = {key: value for key, value in answer.items() if key not in _BODIES}
    headers = {**answer.get("headers", {}), **given.get("headers", {})}
    answer |= {k: v for k, v in given.items() if k not in ("use", "set", "drop", "insert")}
    answer["headers"] = {name: value for name, value in headers.items() if value is not None}
    _change(answer.get("json", answer.get("sse")), given)
    return answer


def _change(document: Any, given: dict[str, Any]) -> None:
    for path, value in given.get("set", {}).items():
        parent, last = _walk(document, path, create=True)
        parent[last] = value
    for path in given.get("drop", []):
        parent, last = _walk(document, path, create=False)
        del parent[last]
    for index, event in sorted(given.get("insert", {}).items()):
        document.insert(index, event)


def _walk(document: Any, path: str, create: bool) -> tuple[Any, Any]:
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        if create and isinstance(document, dict):
            document = document.setdefault(step, {})
        else:
            document = document[step]
    return document, last


@cache
def _answers() -> dict[str, Any]:
    return _yaml(HERE / "answers.yaml")


def _yaml(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded
