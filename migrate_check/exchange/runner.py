"""Executes a plan: both sides of each turn together, trials side by side, within a budget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeAlias

from migrate_check.domain.exchange import (
    Exchange,
    FailureKind,
    Request,
    Side,
    TransportFailure,
)
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import StreamEvent
from migrate_check.domain.plan import Budget, Endpoint, ExchangePair, Plan, Trial
from migrate_check.domain.ports import Clock, PairSink, Sender
from migrate_check.domain.scenario import NextTurn, Route
from migrate_check.exchange.request import Prepared, RequestBuilder, Variables
from migrate_check.exchange.run_events import (
    PairDone,
    RunEvent,
    RunStarted,
    RunStopped,
    TrialDone,
)
from migrate_check.exchange.spending import PriceOf, Spending, Tab

INTERRUPTED = "interrupted"

AnswerOf: TypeAlias = Callable[[Exchange, Route], "Json | tuple[StreamEvent, ...]"]
"""The document or the stream events of an answer; None when it cannot be continued."""

Listen: TypeAlias = Callable[[RunEvent], None]


@dataclass(frozen=True, slots=True)
class RunSetup:
    """With what a plan is executed."""

    endpoints: Mapping[Side, Endpoint]
    sender: Sender
    builder: RequestBuilder
    variables: Callable[[Trial, Endpoint], Variables]
    """Values of the placeholders of one trial on one side."""
    answer_of: AnswerOf
    price_of: PriceOf
    budget: Budget
    clock: Clock
    concurrency: int = 4
    """Trials at one time; each has one request per side under way."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How far the plan was executed."""

    done_trials: int
    """Complete trials, warm-up and control not counted."""
    warmup_trials: int
    control_trials: int
    requests_sent: int
    spent_usd: Decimal
    """Dollars of the answers whose price is known."""
    unpriced: int
    """Successful answers that `spent_usd` does not contain."""
    duration_s: float
    stopped: str | None
    """`interrupted`, `budget: …`, or None when the whole plan was executed."""


async def run_plan(plan: Plan, setup: RunSetup, sink: PairSink, listen: Listen) -> RunOutcome:
    """Send everything in the plan; every pair is in the sink before the next event.

    When the task is cancelled, the trials under way are dropped and the outcome says
    `interrupted`. Errors of the sink, the sender or the configuration end the run and are raised.
    """
    return await _Run(plan, setup, sink, listen).execute()


@dataclass(slots=True)
class _Lane:
    """One side of one trial: what was sent last and what came of it."""

    side: Side
    asked: Side
    """Who answers: the baseline, for both requests of a control trial."""
    sent: Prepared | None = None
    exchange: Exchange | None = None


@dataclass(slots=True)
class _Run:
    plan: Plan
    setup: RunSetup
    sink: PairSink
    listen: Listen
    spending: Spending = field(init=False)
    done: list[Trial] = field(default_factory=list)
    began_ns: int = 0

    def __post_init__(self) -> None:
        self.spending = Spending(self.setup.budget, self.setup.price_of)
        self.began_ns = self.setup.clock.monotonic_ns()

    async def execute(self) -> RunOutcome:
        self.listen(RunStarted(len(self.plan.trials), self.plan.requests))
        warmup = [trial for trial in self.plan.trials if trial.warmup]
        measured = [trial for trial in self.plan.trials if not trial.warmup]
        try:
            # The barrier keeps warm-up requests from disturbing measured ones.
            stopped = await self._dispatch(warmup) or await self._dispatch(measured)
        except asyncio.CancelledError:
            _take_back_cancellation()
            stopped = INTERRUPTED
        if stopped:
            self.listen(RunStopped(stopped))
        return self._outcome(stopped)

    async def _dispatch(self, trials: Iterable[Trial]) -> str | None:
        """Run trials in order; the reason for stopping early, if any."""
        running: set[asyncio.Task[None]] = set()
        try:
            for together in bursts_of(trials):
                start = self._start if len(together) == 1 else self._burst
                if refusal := await start(together, running):
                    await _all_done(running)
                    return refusal
            await _all_done(running)
            return None
        finally:
            await _cancel(running)

    async def _burst(
        self, together: Sequence[Trial], running: set[asyncio.Task[None]]
    ) -> str | None:
        """All at one moment, and nothing else meanwhile: a burst must disturb no other case."""
        await _all_done(running)
        # Where dollars are capped, one trial shows what each costs before many are sent.
        first = 1 if self.spending.priceless else 0
        for part in (together[:first], together[first:]):
            if part and (refusal := await self._start(part, running)):
                return refusal
            await _all_done(running)
        return None

    async def _start(
        self, together: Sequence[Trial], running: set[asyncio.Task[None]]
    ) -> str | None:
        refusal = await self._admission(together, running)
        if refusal is None:
            tabs = [self.spending.begin(trial) for trial in together]
            running |= {asyncio.create_task(self._trial(tab)) for tab in tabs}
        return refusal

    async def _admission(
        self, together: Sequence[Trial], running: set[asyncio.Task[None]]
    ) -> str | None:
        """Wait for a place; then the reason why the trials must not run, if any."""
        while len(running) >= self.setup.concurrency or (running and self.spending.must_wait):
            await _one_done(running)
        while running and self.spending.refusal(together):
            # What is under way may need less than it reserved.
            await _one_done(running)
        return self.spending.refusal(together)

    async def _trial(self, tab: Tab) -> None:
        trial = tab.trial
        lanes = {side: _Lane(side, Side.BASELINE if trial.control else side) for side in Side}
        for number, turn in enumerate((None, *trial.case.turns)):
            await self._turn(tab, lanes, turn)
            pair = _pair(trial, number, lanes)
            self.spending.pay(tab, pair)
            self.sink.add(pair)
            self.listen(PairDone(pair))
        self.spending.end(tab)
        self.done.append(trial)
        self.listen(self._trial_done(trial))

    async def _turn(self, tab: Tab, lanes: Mapping[Side, _Lane], turn: NextTurn | None) -> None:
        first = tab.trial.first
        second = Side.CANDIDATE if first is Side.BASELINE else Side.BASELINE
        await _together(self._send(tab, lanes[side], turn) for side in (first, second))

    async def _send(self, tab: Tab, lane: _Lane, turn: NextTurn | None) -> None:
        ready = self._request(tab.trial, lane, turn)
        if ready is None:
            lane.exchange = _not_sent(lane, self.setup.clock.now_iso())
            return
        lane.sent = ready
        self.spending.count_request(tab)
        lane.exchange = await self.setup.sender.send(lane.asked, ready)

    def _request(self, trial: Trial, lane: _Lane, turn: NextTurn | None) -> Prepared | None:
        """What to send now; None where the answer before cannot be continued."""
        endpoint = self.setup.endpoints[lane.asked]
        if turn is None or lane.sent is None or lane.exchange is None:
            return self._built(trial, endpoint, None)
        if turn.again:
            return lane.sent.again()
        body = self._next_body(trial.case.route, lane.sent.document, lane.exchange, turn)
        return None if body is None else self._built(trial, endpoint, body)

    def _built(self, trial: Trial, endpoint: Endpoint, body: dict[str, Json] | None) -> Prepared:
        variables = self.setup.variables(trial, endpoint)
        return self.setup.builder.build(trial.case, endpoint, variables, body)

    def _next_body(
        self, route: Route, sent: dict[str, Json] | None, exchange: Exchange, turn: NextTurn
    ) -> dict[str, Json] | None:
        answer = self.setup.answer_of(exchange, route)
        if sent is None or answer is None:
            return None
        return self.setup.builder.dialects[route].next_body(sent, answer, turn)

    def _trial_done(self, trial: Trial) -> TrialDone:
        done, total = len(self.done), len(self.plan.trials)
        elapsed_s = self._elapsed_s()
        return TrialDone(trial, done, total, elapsed_s, elapsed_s / done * (total - done))

    def _elapsed_s(self) -> float:
        return (self.setup.clock.monotonic_ns() - self.began_ns) / 1e9

    def _outcome(self, stopped: str | None) -> RunOutcome:
        warmup = sum(trial.warmup for trial in self.done)
        control = sum(trial.control for trial in self.done)
        return RunOutcome(
            done_trials=len(self.done) - warmup - control,
            warmup_trials=warmup,
            control_trials=control,
            requests_sent=self.spending.requests,
            spent_usd=self.spending.usd,
            unpriced=self.spending.unpriced,
            duration_s=self._elapsed_s(),
            stopped=stopped,
        )


def bursts_of(trials: Iterable[Trial]) -> Iterator[tuple[Trial, ...]]:
    """Trials that start together: those of one burst, and each of the others alone."""
    for burst, together in groupby(trials, key=lambda trial: trial.burst):
        if burst is None:
            yield from ((trial,) for trial in together)
        else:
            yield tuple(together)


def _pair(trial: Trial, turn: int, lanes: Mapping[Side, _Lane]) -> ExchangePair:
    baseline, candidate = lanes[Side.BASELINE].exchange, lanes[Side.CANDIDATE].exchange
    if baseline is None or candidate is None:
        raise RuntimeError("a turn ended without an exchange")
    return ExchangePair(trial, turn, baseline, candidate)


def _not_sent(lane: _Lane, started_at: str) -> Exchange:
    """The request is the previous one without its body: it names the address."""
    previous = lane.exchange.request if lane.exchange else Request("POST", "", (), b"")
    request = Request(previous.method, previous.url, previous.headers, b"")
    detail = f"the {lane.side}'s answer to the turn before has nothing that could be continued"
    failure = TransportFailure(FailureKind.NOT_SENT, detail)
    return Exchange(request, None, failure, started_at, None)


async def _together(parts: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Start in this order, wait for all; the first error ends the others."""
    tasks = {asyncio.create_task(part) for part in parts}
    try:
        await _all_done(tasks)
    finally:
        await _cancel(tasks)


async def _all_done(tasks: set[asyncio.Task[None]]) -> None:
    while tasks:
        await _one_done(tasks)


async def _one_done(tasks: set[asyncio.Task[None]]) -> None:
    """Wait for at least one; take it out of the set and raise its error, if any."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    tasks -= done
    errors = [error for error in (task.exception() for task in done) if error is not None]
    if errors:
        raise errors[0]


async def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _take_back_cancellation() -> None:
    """The cancellation is answered by the outcome, so timeouts around this task stay usable."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
