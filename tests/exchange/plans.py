"""Cases, endpoints and senders for tests of the runner and the request builder."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from migrate_check.dialects.dialect import Dialect
from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Headers,
    Request,
    Response,
    Side,
    TransportFailure,
)
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Budget, Endpoint, ExchangePair, Plan, Trial
from migrate_check.domain.ports import Outgoing
from migrate_check.domain.scenario import Auth, Case, NextTurn, Route
from migrate_check.exchange.request import RequestBuilder
from migrate_check.exchange.run_events import RunEvent
from migrate_check.exchange.runner import RunOutcome, RunSetup, run_plan
from tests.exchange.wire import SteppingClock

ROUTE = Route.OPENAI_CHAT


class EchoDialect:
    """The smallest wire format: the answer is `{"say": …}`, the next turn appends to a list."""

    route = ROUTE
    path = "/v1/chat/completions"
    stream_path = path
    method = "POST"
    stream_field: str | None = "stream"
    fixed_headers: Headers = (("x-version", "1"),)
    opaque_paths: frozenset[str] = frozenset()

    def key_headers(self, key: str) -> Headers:
        return (("Authorization", f"Bearer {key}"),)

    def next_body(
        self, sent: dict[str, Json], answer: Json, turn: NextTurn
    ) -> dict[str, Json] | None:
        if not isinstance(answer, dict) or "say" not in answer:
            return None
        messages = sent["messages"]
        assert isinstance(messages, list)
        return {**sent, "messages": [*messages, answer["say"], turn.user]}


def case(**changes: object) -> Case:
    fields: dict[str, object] = {
        "scenario": "pack/file",
        "name": "one",
        "route": ROUTE,
        "about": "",
        "stream": False,
        "body": {"model": "${model}", "messages": ["hi"]},
        "raw_body": None,
        "turns": (),
        "auth": Auth.VALID,
        "path": None,
        "expects_error": False,
        "source": "file.yaml:1",
    }
    return Case(**fields | changes)  # type: ignore[arg-type]


def endpoint(side: Side = Side.BASELINE, **changes: object) -> Endpoint:
    fields: dict[str, object] = {
        "side": side,
        "profile": "generic",
        "base_url": f"https://{side}.test",
        "key_env": f"{side.upper()}_KEY",
        "headers": (),
        "query": (),
        "paths": {},
        "models": {ROUTE: f"{side}-model"},
        "prices": {},
    }
    return Endpoint(**fields | changes)  # type: ignore[arg-type]


def fill(template: Json, variables: Mapping[str, str]) -> Json:
    text = json.dumps(template)
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", value)
    filled: Json = json.loads(text)
    return filled


def join(endpoint: Endpoint, route: Route, path: str | None, stream: bool) -> str:
    query = "&".join(f"{name}={value}" for name, value in endpoint.query)
    return f"{endpoint.base_url}{path or '/v1/chat/completions'}{'?' if query else ''}{query}"


ENVIRONMENT = {"BASELINE_KEY": "sk-baseline-1", "CANDIDATE_KEY": "sk-candidate-1", "TEAM": "red"}
DIALECTS: dict[Route, Dialect] = {ROUTE: EchoDialect()}  # type: ignore[dict-item]
BUILDER = RequestBuilder(DIALECTS, fill, join, ENVIRONMENT)

Answer = Callable[[Side, dict[str, Json]], "Exchange | dict[str, Json]"]


def exchange(status: int | None, document: Json = None, body: bytes = b"") -> Exchange:
    """An answer; None as status is a reset connection."""
    request = Request("POST", "https://host/v1", (("X-A", "1"),), body)
    if status is None:
        failure = TransportFailure(FailureKind.RESET, "reset")
        return Exchange(request, None, failure, "2025", 5)
    data = json.dumps(document).encode()
    return Exchange(request, Response(status, "HTTP/1.1", (), data, (), 1), None, "2025", 5)


@dataclass
class ScriptedSender:
    """Answers by a function; remembers what was sent and how much was under way at once."""

    answer: Answer
    sent: list[tuple[Side, dict[str, Json]]] = field(default_factory=list)
    takes: list[tuple[Side, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0

    async def send(self, side: Side, request: Outgoing) -> Exchange:
        body = request.body
        document = json.loads(body)
        self.sent.append((side, document))
        self.takes.append((side, request.take))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        self.under_way -= 1
        answer = self.answer(side, document)
        return answer if isinstance(answer, Exchange) else exchange(200, answer, body)

    async def close(self) -> None:
        pass


@dataclass
class ListSink:
    pairs: list[ExchangePair] = field(default_factory=list)

    def add(self, pair: ExchangePair) -> None:
        self.pairs.append(pair)


def document_of(exchange: Exchange, route: Route) -> Json:
    response = exchange.response
    if response is None or exchange.failure is not None or response.status != 200:
        return None
    document: Json = json.loads(response.body)
    return document


def setup(sender: ScriptedSender, **changes: object) -> RunSetup:
    fields: dict[str, object] = {
        "endpoints": {side: endpoint(side) for side in Side},
        "sender": sender,
        "builder": BUILDER,
        "variables": lambda trial, endpoint: {"model": endpoint.models[ROUTE]},
        "answer_of": document_of,
        "price_of": lambda side, exchange, route: None,
        "budget": Budget(),
        "clock": SteppingClock(),
        "concurrency": 1,
    }
    return RunSetup(**fields | changes)  # type: ignore[arg-type]


def trials(number: int, warmup: bool = False, **changes: object) -> tuple[Trial, ...]:
    sides = (Side.BASELINE, Side.CANDIDATE)
    return tuple(Trial(case(**changes), at + 1, warmup, sides[at % 2]) for at in range(number))


def plan(*planned: Trial) -> Plan:
    return Plan(planned, sum(2 * (1 + len(trial.case.turns)) for trial in planned))


@dataclass
class Watched:
    """A finished run with all that could be seen of it."""

    outcome: RunOutcome
    pairs: list[ExchangePair]
    events: list[RunEvent]


def execute(planned: Plan, setup: RunSetup) -> Watched:
    sink = ListSink()
    events: list[RunEvent] = []
    outcome = asyncio.run(run_plan(planned, setup, sink, events.append))
    return Watched(outcome, sink.pairs, events)


CENT = Decimal("0.01")
