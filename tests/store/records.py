"""Pairs and runs for tests of the store."""

from __future__ import annotations

from migrate_check.domain.exchange import (
    Chunk,
    Exchange,
    FailureKind,
    Request,
    Response,
    Side,
    TransportFailure,
)
from migrate_check.domain.plan import ExchangePair, Trial
from migrate_check.domain.result import RunInfo, SideInfo
from migrate_check.domain.scenario import Auth, Case, NextTurn, Route


def now() -> str:
    return "2025-01-31T10:00:00.000Z"


def case(name: str = "one") -> Case:
    return Case(
        scenario="pack/file",
        name=name,
        route=Route.ANTHROPIC_MESSAGES,
        about="what it asks",
        stream=True,
        body={"model": "${model}", "n": 10**30, "nested": [{"a": None}, 1.5, "ü"]},
        raw_body=None,
        turns=(NextTurn({"tool": "result"}, None), NextTurn(None, "more")),
        auth=Auth.MISSING,
        path="/v2",
        expects_error=True,
        source="file.yaml:3",
    )


def exchange(body: bytes = b'data: "\xff"\n\n') -> Exchange:
    chunks = (Chunk(1_000, 3), Chunk(1_000, 0), Chunk(5_000_000_000, len(body) - 3))
    headers = (("Content-Type", "text/event-stream"), ("X-A", "Ã¤"), ("x-a", "2"))
    return Exchange(
        Request("POST", "https://host/v1?a=[redacted]", (("X-A", "1"),), b'{"a":1}'),
        Response(200, "HTTP/1.1", headers, body, chunks, 900),
        None,
        "2025-01-31T09:30:00.000Z",
        5_000_000_001,
    )


def failed(partial: Response | None = None) -> Exchange:
    failure = TransportFailure(FailureKind.TIMEOUT_READ, "host:443 sent nothing for 60 s")
    request = Request("POST", "https://host/v1", (), b"")
    return Exchange(request, partial, failure, "2025-01-31T09:30:00.000Z", None)


def pair(repeat: int = 1, turn: int = 0, name: str = "one", warmup: bool = False) -> ExchangePair:
    trial = Trial(case(name), repeat, warmup, Side.CANDIDATE)
    return ExchangePair(trial, turn, exchange(), exchange(b"unlike %d" % repeat))


def info(run_id: str = "run-1", started_at: str = "2025-01-31T09:00:00.000Z") -> RunInfo:
    return RunInfo(
        run_id=run_id,
        tool_version="0.1.0",
        started_at=started_at,
        duration_s=None,
        baseline=SideInfo("openai", "https://a", {"openai-chat": "m"}),
        candidate=SideInfo("generic", "https://b", {}),
        planned_trials=2,
        done_trials=0,
        warmup_trials=0,
        requests_sent=0,
        stopped=None,
        replayed=False,
        source="runs.db",
    )
