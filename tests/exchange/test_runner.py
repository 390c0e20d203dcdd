from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from migrate_check.domain.errors import CassetteError, ConfigError, StoreError
from migrate_check.domain.exchange import Exchange, FailureKind, Side
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Budget, ExchangePair, Trial
from migrate_check.domain.scenario import NextTurn
from migrate_check.exchange.run_events import PairDone, RunEvent, RunStarted, RunStopped, TrialDone
from migrate_check.exchange.runner import run_plan
from tests.exchange.plans import (
    CENT,
    ListSink,
    ScriptedSender,
    endpoint,
    exchange,
    execute,
    plan,
    setup,
    trials,
)
from tests.exchange.wire import SteppingClock

ROOT = Path(__file__).parents[2]
ASK = NextTurn(tool_results=None, user="and now?")


def say_ok(side: Side, sent: dict[str, Json]) -> dict[str, Json]:
    return {"say": f"{side} ok"}


def test_both_sides_get_every_trial_and_the_order_alternates() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(plan(*trials(3)), setup(sender))

    assert [side for side, _ in sender.sent] == [
        Side.BASELINE,
        Side.CANDIDATE,
        Side.CANDIDATE,
        Side.BASELINE,
        Side.BASELINE,
        Side.CANDIDATE,
    ]
    assert sender.most_under_way == 2
    assert [pair.trial.repeat for pair in watched.pairs] == [1, 2, 3]
    assert watched.pairs[0].candidate.response is not None
    assert watched.pairs[0].candidate.response.body == b'{"say": "candidate ok"}'
    assert sender.sent[0][1]["model"] == "baseline-model"
    assert sender.sent[1][1]["model"] == "candidate-model"
    assert watched.outcome.done_trials == 3
    assert watched.outcome.requests_sent == 6
    assert watched.outcome.stopped is None


@pytest.mark.parametrize(("concurrency", "most"), [(1, 2), (3, 6), (50, 16)])
def test_concurrency_is_bounded(concurrency: int, most: int) -> None:
    sender = ScriptedSender(say_ok)
    execute(plan(*trials(8)), setup(sender, concurrency=concurrency))

    assert sender.most_under_way == most


def test_warm_up_is_over_before_anything_is_measured() -> None:
    done: list[bool] = []
    sender = ScriptedSender(say_ok)
    planned = plan(*trials(1), *trials(2, warmup=True), *trials(1))
    watched = execute(planned, setup(sender, concurrency=4))

    done = [pair.trial.warmup for pair in watched.pairs]
    assert done == [True, True, False, False]
    assert (watched.outcome.warmup_trials, watched.outcome.done_trials) == (2, 2)
    assert sender.most_under_way == 4


def test_each_side_continues_with_its_own_answer() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(plan(*trials(1, turns=(ASK, ASK))), setup(sender))

    assert [pair.turn for pair in watched.pairs] == [0, 1, 2]
    assert sender.sent[-1][1]["messages"] == [
        "hi",
        "candidate ok",
        "and now?",
        "candidate ok",
        "and now?",
    ]
    assert sender.sent[-2][1]["model"] == "baseline-model"
    assert watched.outcome.requests_sent == 6


@pytest.mark.parametrize(
    "broken",
    [exchange(200, {"nothing": 1}), exchange(500, {"say": "no"}), exchange(None)],
    ids=["no message", "http error", "reset"],
)
def test_side_that_cannot_continue_is_not_sent_again(broken: Exchange) -> None:
    sender = ScriptedSender(lambda side, sent: broken if side is Side.CANDIDATE else {"say": "ok"})
    watched = execute(plan(*trials(1, turns=(ASK, ASK))), setup(sender))

    assert [side for side, _ in sender.sent].count(Side.CANDIDATE) == 1
    assert len(watched.pairs) == 3
    for pair in watched.pairs[1:]:
        assert pair.baseline.failure is None
        assert pair.candidate.failure is not None
        assert pair.candidate.failure.kind is FailureKind.NOT_SENT
        assert pair.candidate.request.url == broken.request.url
        assert pair.candidate.response is None
    assert watched.outcome.requests_sent == 4
    assert watched.outcome.done_trials == 1


def test_malformed_first_request_has_no_second_turn() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(plan(*trials(1, body=None, raw_body='{"a":1}', turns=(ASK,))), setup(sender))

    assert watched.pairs[1].baseline.failure is not None
    assert watched.pairs[1].baseline.failure.kind is FailureKind.NOT_SENT


AGAIN = NextTurn(tool_results=None, user=None, again=True)


@pytest.mark.parametrize(
    "before", [exchange(200, {"say": "ok"}), exchange(500, {}), exchange(None)], ids=str
)
def test_the_same_request_again_whatever_came_of_it(before: Exchange) -> None:
    sender = ScriptedSender(lambda side, sent: before)
    malformed = trials(1, body=None, raw_body='{"a": 1}', turns=(AGAIN, AGAIN))
    watched = execute(plan(*malformed, *trials(1, turns=(AGAIN,))), setup(sender))

    assert [pair.turn for pair in watched.pairs] == [0, 1, 2, 0, 1]
    assert all(document == {"a": 1} for _, document in sender.sent[:6])
    assert sender.sent[6:8] == sender.sent[8:]
    assert len({take for _, take in sender.takes[:6]}) == 3


def bursts(size: int, number: int = 1) -> list[Trial]:
    return [replace(trial, burst=number) for trial in trials(size)]


def test_burst_is_under_way_at_once_and_alone() -> None:
    sender = ScriptedSender(say_ok)
    planned = plan(*trials(3), *bursts(6), *bursts(2, number=2), *trials(1))
    watched = execute(planned, setup(sender, concurrency=2))

    assert sender.most_under_way == 12
    assert watched.outcome.done_trials == 12
    order = [pair.trial.burst for pair in watched.pairs]
    assert order == [None] * 3 + [1] * 6 + [2] * 2 + [None]


def test_burst_that_would_pass_the_budget_is_not_begun() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(plan(*trials(1), *bursts(4)), setup(sender, budget=Budget(requests=9)))

    assert len(sender.sent) == 2
    assert watched.outcome.stopped == (
        "budget: 2 of 9 requests sent, and the next burst of 4 needs up to 8"
    )


def test_burst_of_unknown_price_begins_with_one_trial() -> None:
    sender = ScriptedSender(say_ok)
    capped = setup(sender, budget=Budget(usd=CENT * 20), price_of=cents(4))
    watched = execute(plan(*bursts(4)), capped)

    assert watched.outcome.done_trials == 1
    assert watched.outcome.stopped == (
        "budget: 0.0800 of 0.20 USD spent, and the next burst of 3 may cost 0.2400"
    )


def test_control_asks_the_baseline_twice_and_pays_its_price() -> None:
    paid: list[Side] = []

    def price(side: Side, exchange: Exchange, route: object) -> Decimal:
        paid.append(side)
        return CENT

    sender = ScriptedSender(say_ok)
    control = [replace(trial, control=True) for trial in trials(2, turns=(ASK,))]
    watched = execute(plan(*trials(1), *control), setup(sender, price_of=price))

    assert [side for side, _ in sender.sent[2:]] == [Side.BASELINE] * 8
    assert {sent["model"] for _, sent in sender.sent[2:]} == {"baseline-model"}
    assert paid == [Side.BASELINE, Side.CANDIDATE] + [Side.BASELINE] * 8
    outcome = watched.outcome
    assert (outcome.done_trials, outcome.control_trials, outcome.requests_sent) == (1, 2, 10)


def test_events_are_enough_for_a_progress_bar() -> None:
    sender = ScriptedSender(say_ok)
    clock = SteppingClock()
    watched = execute(plan(*trials(2, turns=(ASK,))), setup(sender, clock=clock))

    assert [type(event) for event in watched.events] == [
        RunStarted,
        PairDone,
        PairDone,
        TrialDone,
        PairDone,
        PairDone,
        TrialDone,
    ]
    assert watched.events[0] == RunStarted(total=2, requests=8)
    first, last = (event for event in watched.events if isinstance(event, TrialDone))
    assert (first.done, first.total) == (1, 2)
    assert first.remaining_s == pytest.approx(first.elapsed_s)
    assert first.elapsed_s > 0
    assert (last.done, last.remaining_s) == (2, 0)


def test_pair_is_in_the_sink_before_its_event() -> None:
    sink = ListSink()
    seen: list[int] = []

    def listen(event: object) -> None:
        if isinstance(event, PairDone):
            seen.append(len(sink.pairs))

    asyncio.run(run_plan(plan(*trials(3)), setup(ScriptedSender(say_ok)), sink, listen))

    assert seen == [1, 2, 3]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_requests_never_pass_their_cap(concurrency: int) -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(
        plan(*trials(9)),
        setup(sender, budget=Budget(requests=7), concurrency=concurrency),
    )

    assert len(sender.sent) == 6
    assert watched.outcome.done_trials == 3
    assert watched.outcome.stopped == (
        "budget: 6 of 7 requests sent, and the next trial needs up to 2"
    )
    assert watched.events[-1] == RunStopped(watched.outcome.stopped)


def test_unused_reservation_is_given_back() -> None:
    """Trials reserve for all turns; those that end early leave room for others."""
    sender = ScriptedSender(lambda side, sent: {"nothing": 1})
    watched = execute(
        plan(*trials(3, turns=(ASK,))),
        setup(sender, budget=Budget(requests=8), concurrency=3),
    )

    assert watched.outcome.done_trials == 3
    assert watched.outcome.requests_sent == 6


def cents(per_request: int) -> Callable[..., Decimal]:
    return lambda side, exchange, route: CENT * per_request


@pytest.mark.parametrize("concurrency", [1, 4])
def test_dollars_never_pass_their_cap(concurrency: int) -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(
        plan(*trials(9)),
        setup(
            sender,
            budget=Budget(usd=Decimal("0.21")),
            price_of=cents(4),
            concurrency=concurrency,
        ),
    )

    assert watched.outcome.spent_usd == Decimal("0.16")
    assert watched.outcome.stopped == (
        "budget: 0.1600 of 0.21 USD spent, and the next trial may cost 0.0800"
    )


def test_first_trial_runs_alone_while_its_price_is_unknown() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(
        plan(*trials(9)),
        setup(sender, budget=Budget(usd=CENT), price_of=cents(4), concurrency=4),
    )

    assert watched.outcome.done_trials == 1


def test_finished_turns_of_an_interrupted_trial_are_paid() -> None:
    def answer(side: Side, sent: dict[str, Json]) -> dict[str, Json]:
        if len(sender.sent) > 2:
            raise CassetteError("stop here")
        return {"say": "ok"}

    paid: list[Side] = []

    def price(side: Side, exchange: Exchange, route: object) -> Decimal:
        paid.append(side)
        return CENT

    sender = ScriptedSender(answer)
    with pytest.raises(CassetteError):
        execute(plan(*trials(1, turns=(ASK,))), setup(sender, price_of=price))

    assert paid == [Side.BASELINE, Side.CANDIDATE]


def test_warm_up_counts_against_the_budget() -> None:
    sender = ScriptedSender(say_ok)
    watched = execute(
        plan(*trials(2, warmup=True), *trials(2)), setup(sender, budget=Budget(requests=4))
    )

    assert (watched.outcome.warmup_trials, watched.outcome.done_trials) == (2, 0)
    assert watched.outcome.stopped is not None


def test_unknown_prices_are_counted_not_taken_for_zero() -> None:
    def price(side: Side, exchange: Exchange, route: object) -> Decimal | None:
        return CENT if side is Side.BASELINE else None

    sender = ScriptedSender(lambda side, sent: exchange(200 if len(sent) else 500, {"say": "x"}))
    watched = execute(plan(*trials(2)), setup(sender, price_of=price))

    assert watched.outcome.spent_usd == 2 * CENT
    assert watched.outcome.unpriced == 2


def test_failures_without_usage_are_not_unpriced() -> None:
    sender = ScriptedSender(lambda side, sent: exchange(500 if side is Side.BASELINE else None))
    watched = execute(plan(*trials(2)), setup(sender))

    assert watched.outcome.unpriced == 0
    assert watched.outcome.requests_sent == 4


def test_interruption_keeps_finished_pairs_and_gives_an_outcome() -> None:
    async def run() -> None:
        held = asyncio.Event()

        class Sender(ScriptedSender):
            async def send(self, side: Side, *parts: object) -> Exchange:
                answer = await super().send(side, *parts)  # type: ignore[arg-type]
                if len(self.sent) > 4:
                    held.set()
                    await asyncio.Event().wait()
                return answer

        sink = ListSink()
        events: list[RunEvent] = []
        sender = Sender(say_ok)
        task = asyncio.create_task(run_plan(plan(*trials(9)), setup(sender), sink, events.append))
        await held.wait()
        task.cancel()
        outcome = await task

        assert outcome.stopped == "interrupted"
        assert outcome.done_trials == len(sink.pairs) == 2
        assert outcome.requests_sent == len(sender.sent) == 6
        assert events[-1] == RunStopped("interrupted")
        assert not task.cancelled()

    asyncio.run(run())


def test_ctrl_c_is_an_interruption() -> None:
    """In a process of its own, because only a main thread receives signals."""
    command = [sys.executable, "-m", "tests.exchange.interrupted_process"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert process.stderr == ""
    stopped, done, pairs = process.stdout.split()
    assert stopped == "interrupted"
    assert 2 <= int(done) == int(pairs) < 50


def test_error_of_the_sender_ends_the_run_at_once() -> None:
    def answer(side: Side, sent: dict[str, Json]) -> dict[str, Json]:
        if side is Side.CANDIDATE:
            raise CassetteError("no such request")
        return {"say": "ok"}

    sender = ScriptedSender(answer)
    with pytest.raises(CassetteError, match="no such request"):
        execute(plan(*trials(20)), setup(sender, concurrency=2))
    assert len(sender.sent) == 4


def test_error_of_the_sink_ends_the_run() -> None:
    class FullSink:
        def add(self, pair: ExchangePair) -> None:
            raise StoreError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        asyncio.run(
            run_plan(
                plan(*trials(5)),
                setup(ScriptedSender(say_ok), concurrency=2),
                FullSink(),
                lambda event: None,
            )
        )


def test_configuration_error_is_raised_before_anything_is_sent() -> None:
    sender = ScriptedSender(say_ok)
    sides = {side: endpoint(side, key_env="NO_KEY") for side in Side}
    with pytest.raises(ConfigError, match="NO_KEY"):
        execute(plan(*trials(2)), setup(sender, endpoints=sides))
    assert sender.sent == []
