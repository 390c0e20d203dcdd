"""The thresholds of the rules about the arrival of streams, more of them than specs show."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from migrate_check.domain.exchange import Chunk, Side
from migrate_check.domain.finding import Evaluation
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.domain.verdict import Policy
from migrate_check.observe import observe_exchange
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.lookup import rule_by_id
from tests.rules.spec import exchange_of

REQUEST = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "Count."}]}
CASE = Case(
    scenario="spec",
    name="timing",
    route=Route.OPENAI_CHAT,
    about="timing",
    stream=True,
    body=REQUEST,
    raw_body=None,
    turns=(),
    auth=Auth.VALID,
    path=None,
    expects_error=False,
    source="spec:1",
)
FLOWING = tuple(range(200, 2200, 100))
"""20 words, one every 100 ms from 200 ms on."""


def answer(side: Side, arrivals_ms: tuple[int, ...], words: int = 20) -> Observation:
    """A stream of numbered words; words that share an arrival share a network chunk.

    Without arrivals nothing was measured. Words beyond the last arrival come with it.
    """
    events = [_event({"role": "assistant", "content": ""})]
    events += [_event({"content": f"word{number} "}) for number in range(words)]
    end = [_event({}, "stop"), b"data: [DONE]\n\n"]
    exchange = exchange_of(
        {
            "headers": {"content-type": "text/event-stream"},
            "text": b"".join(events + end).decode(),
        },
        Route.OPENAI_CHAT,
        orjson.dumps(REQUEST),
    )
    assert exchange.response is not None
    if arrivals_ms:
        last = arrivals_ms[-1]
        times = (*arrivals_ms, *[last] * words)[:words]
        chunks = [Chunk(arrivals_ms[0] * 1_000_000 // 2, len(events[0]))]
        chunks += [
            Chunk(time * 1_000_000, len(event))
            for time, event in zip(times, events[1:], strict=True)
        ]
        chunks.append(Chunk((last + 1) * 1_000_000, sum(map(len, end))))
        response = replace(exchange.response, chunks=tuple(_joined(chunks)))
        exchange = replace(exchange, response=response, end_ns=(last + 2) * 1_000_000)
    return observe_exchange(exchange, Route.OPENAI_CHAT, side)


def _event(delta: dict[str, str], reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    chunk = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [choice],
    }
    return b"data: " + orjson.dumps(chunk) + b"\n\n"


def _joined(chunks: list[Chunk]) -> list[Chunk]:
    joined = [chunks[0]]
    for chunk in chunks[1:]:
        if chunk.offset_ns == joined[-1].offset_ns:
            joined[-1] = Chunk(chunk.offset_ns, joined[-1].length + chunk.length)
        else:
            joined.append(chunk)
    return joined


def judged(
    rule: str, baseline: Observation, candidate: Observation, repeats: int = 3
) -> Evaluation:
    pairs = [
        ObservedPair(
            Trial(CASE, number + 1, warmup=False, first=Side.BASELINE), 0, baseline, candidate
        )
        for number in range(repeats)
    ]
    return evaluate(pairs, [], Policy(), [rule_by_id(rule)])


def fires(
    rule: str, baseline: tuple[int, ...], candidate: tuple[int, ...], words: int = 20
) -> bool:
    outcome = judged(
        rule, answer(Side.BASELINE, baseline), answer(Side.CANDIDATE, candidate, words)
    )
    assert outcome.undecided == ()
    return bool(outcome.findings)


@pytest.mark.parametrize(
    "candidate",
    [
        pytest.param((2200,), id="everything in one piece at the end"),
        pytest.param(tuple(range(2200, 2220)), id="twenty pieces within 20 ms at the end"),
        pytest.param((1500,), id="everything in one piece, well after the first word was due"),
    ],
)
def test_a_burst_at_the_end_is_seen(candidate: tuple[int, ...]) -> None:
    assert fires("stream-buffered-in-burst", FLOWING, candidate)


@pytest.mark.parametrize(
    ("baseline", "candidate"),
    [
        pytest.param(FLOWING, FLOWING, id="both flow"),
        pytest.param(FLOWING, (300,), id="a candidate that is simply fast"),
        pytest.param(FLOWING, tuple(range(2000, 4000, 100)), id="a late start, then a flow"),
        pytest.param((2200,), (2200,), id="the baseline bursts as well"),
        pytest.param(tuple(range(200, 220)), (230,), id="both are done within milliseconds"),
        pytest.param((200, 900, 1600, 2200), (2200,), id="the baseline's pieces are too few"),
        pytest.param(tuple(range(5000, 6000, 50)), (6000,), id="the baseline waits, then flows"),
        pytest.param(FLOWING, (), id="the candidate was not measured"),
        pytest.param((), (2200,), id="the baseline was not measured"),
    ],
)
def test_no_burst_is_seen(baseline: tuple[int, ...], candidate: tuple[int, ...]) -> None:
    assert not fires("stream-buffered-in-burst", baseline, candidate)


def test_a_short_answer_is_no_burst() -> None:
    assert not fires("stream-buffered-in-burst", FLOWING, (2200,), words=3)


def test_one_burst_in_three_may_be_chance() -> None:
    flowing, burst = answer(Side.CANDIDATE, FLOWING), answer(Side.CANDIDATE, (2200,))
    pairs = [
        ObservedPair(
            Trial(CASE, number + 1, warmup=False, first=Side.BASELINE),
            0,
            answer(Side.BASELINE, FLOWING),
            candidate,
        )
        for number, candidate in enumerate([flowing, burst, flowing])
    ]
    outcome = evaluate(pairs, [], Policy(), [rule_by_id("stream-buffered-in-burst")])
    assert outcome.findings == ()
    assert outcome.undecided


@pytest.mark.parametrize(
    ("candidate", "words", "expected"),
    [
        pytest.param((200, 900, 1600, 2200), 20, True, id="a fifth of the pieces"),
        pytest.param(tuple(range(200, 2200, 200)), 20, False, id="half of the pieces"),
        pytest.param(FLOWING, 20, False, id="as many pieces"),
        pytest.param((200, 900), 3, False, id="a short answer"),
        pytest.param((), 20, False, id="not measured"),
    ],
)
def test_coarse_pieces(candidate: tuple[int, ...], words: int, expected: bool) -> None:
    assert fires("chunks-coalesced", FLOWING, candidate, words) is expected


def test_few_pieces_on_the_baseline_are_no_measure() -> None:
    assert not fires("chunks-coalesced", (200, 900, 1600, 2200), (200,))
