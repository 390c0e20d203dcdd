"""A plan over real HTTP into a real store, and again from the cassettes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from migrate_check.dialects.registry import DIALECTS
from migrate_check.domain.exchange import Exchange, FailureKind, Side
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Budget, Endpoint, ExchangePair, Plan
from migrate_check.domain.ports import Sender
from migrate_check.domain.scenario import Auth, NextTurn
from migrate_check.exchange.cassette import RecordingSender, ReplaySender
from migrate_check.exchange.http_sender import HttpSender, HttpSettings
from migrate_check.exchange.redaction import Redactor
from migrate_check.exchange.request import RequestBuilder
from migrate_check.exchange.runner import RunOutcome, RunSetup, run_plan
from migrate_check.exchange.system_clock import SystemClock
from migrate_check.observe.observe import answer_of
from migrate_check.store.run_store import RunStore
from tests.exchange.plans import ENVIRONMENT, endpoint, fill, join, plan, trials
from tests.exchange.wire import HEAD, PATIENT, Wire, serve
from tests.store.records import info, now

TOOL_BODY: dict[str, Json] = {
    "model": "${model}",
    "messages": [{"role": "user", "content": "weather?"}],
    "tools": [{"type": "function", "function": {"name": "weather", "parameters": {}}}],
}
RESULT = NextTurn(tool_results={"weather": "12 degrees"}, user=None)
PLAN = plan(
    *trials(2, name="tools", body=TOOL_BODY, turns=(RESULT,)),
    *trials(1, name="tools", body={**TOOL_BODY, "stream": True}, stream=True, turns=(RESULT,)),
    *trials(1, name="auth", auth=Auth.INVALID),
)


def completion(message: Json, finish: str) -> dict[str, Json]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def tool_call(call_id: str) -> dict[str, Json]:
    function: dict[str, Json] = {"name": "weather", "arguments": "{}"}
    return {"id": call_id, "type": "function", "function": function}


def chunk(delta: Json, finish: str | None) -> bytes:
    event = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(event).encode() + b"\n\n"


async def provider(wire: Wire) -> None:
    """A little OpenAI: one tool call, then text; the call's id names the key that was used."""
    head, _, body = (await wire.request()).partition(b"\r\n\r\n")
    asked = json.loads(body)
    if b"invalid" in head:
        await wire.send(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}")
    elif len(asked["messages"]) > 1:
        text = f"{asked['messages'][-1]['tool_call_id']} {asked['messages'][-1]['content']}"
        message: Json = {"role": "assistant", "content": text}
        await wire.answer(json.dumps(completion(message, "stop")).encode())
    elif asked.get("stream"):
        call = {"index": 0, **tool_call(f"call_{asked['model']}")}
        await wire.send(HEAD + b"Content-Type: text/event-stream\r\n")
        await wire.send(b"Transfer-Encoding: chunked\r\n\r\n")
        await wire.send_chunk(chunk({"role": "assistant", "tool_calls": [call]}, None))
        await wire.send_chunk(chunk({}, "tool_calls") + b"data: [DONE]\n\n")
        await wire.send(b"0\r\n\r\n")
    else:
        call_id = f"call_{asked['model']}"
        message = {"role": "assistant", "content": None, "tool_calls": [tool_call(call_id)]}
        await wire.answer(json.dumps(completion(message, "tool_calls")).encode())


def run_setup(endpoints: Mapping[Side, Endpoint], sender: Sender) -> RunSetup:
    return RunSetup(
        endpoints=endpoints,
        sender=sender,
        builder=RequestBuilder(DIALECTS, fill, join, ENVIRONMENT),
        variables=lambda trial, side: {"model": side.models[trial.case.route]},
        answer_of=answer_of,
        price_of=lambda side, exchange, route: Decimal(0),
        budget=Budget(),
        clock=SystemClock(),
        concurrency=2,
    )


async def into_store(
    planned: Plan, setup: RunSetup, store: RunStore, run_id: str
) -> tuple[RunOutcome, list[ExchangePair]]:
    store.begin_run(info(run_id), "{}")
    outcome = await run_plan(planned, setup, store, lambda event: None)
    await setup.sender.close()
    pairs = sorted(
        store.load_pairs(run_id), key=lambda pair: (pair.trial.case.case_id, pair.trial.repeat)
    )
    return outcome, pairs


def timeless(pair: ExchangePair) -> ExchangePair:
    """The pair without times and without the order of header lines, which vcrpy does not keep."""

    def side(exchange: Exchange) -> Exchange:
        request, response = exchange.request, exchange.response
        if response is not None:
            headers = tuple(sorted(response.headers))
            response = replace(response, headers=headers, chunks=(), head_ns=None)
        request = replace(request, headers=tuple(sorted(request.headers)))
        return replace(exchange, request=request, response=response, end_ns=None)

    return replace(pair, baseline=side(pair.baseline), candidate=side(pair.candidate))


def test_live_run_and_its_replay_are_the_same_but_for_time(tmp_path: Path) -> None:
    redactor = Redactor({"baseline-key": ENVIRONMENT["BASELINE_KEY"]})

    async def run() -> None:
        async with serve(provider) as server:
            endpoints = {side: endpoint(side, base_url=server.url("")) for side in Side}
            http = HttpSender(HttpSettings(timeouts=PATIENT), redactor, SystemClock())
            with RunStore.open(tmp_path / "runs.db", now) as store:
                live_setup = run_setup(endpoints, RecordingSender(http, tmp_path))
                outcome, live = await into_store(PLAN, live_setup, store, "live")
                replay_setup = run_setup(endpoints, ReplaySender(tmp_path, redactor))
                _, replayed = await into_store(PLAN, replay_setup, store, "replay")

        assert (outcome.done_trials, outcome.requests_sent, outcome.unpriced) == (4, 14, 0)
        assert [timeless(pair) for pair in live] == [timeless(pair) for pair in replayed]
        second = [pair for pair in live if pair.turn == 1]
        assert len(second) == 3
        for pair in second:
            for side in Side:
                response = pair.of(side).response
                assert response is not None
                assert f"call_{side}-model 12 degrees".encode() in response.body

    asyncio.run(run())


def test_dead_candidate_is_data(tmp_path: Path) -> None:
    async def run() -> list[ExchangePair]:
        async with serve(provider) as server:
            endpoints = {side: endpoint(side, base_url=server.url("")) for side in Side}
        async with serve(provider) as server:
            endpoints[Side.BASELINE] = endpoint(Side.BASELINE, base_url=server.url(""))
            http = HttpSender(HttpSettings(timeouts=PATIENT), Redactor({}), SystemClock())
            with RunStore.open(tmp_path / "runs.db", now) as store:
                _, pairs = await into_store(PLAN, run_setup(endpoints, http), store, "run")
        return pairs

    kinds = [pair.candidate.failure and pair.candidate.failure.kind for pair in asyncio.run(run())]

    assert kinds.count(FailureKind.CONNECT) == 4
    assert kinds.count(FailureKind.NOT_SENT) == 3
