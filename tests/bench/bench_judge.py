"""How fast pairs are judged, as ratios to DeepDiff and to JSON parsing in the same run.

    python -m tests.bench.bench_judge

The mix: plain, tool and streamed answers of both formats, an error, and headers as providers send
them; both sides differ in ids, texts and times only, as they do when nothing is wrong.
"""

from __future__ import annotations

import copy
import itertools
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from time import perf_counter
from typing import Any

import orjson
from deepdiff import DeepDiff

from migrate_check.domain.exchange import Exchange, Side
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case, Route
from migrate_check.domain.verdict import Policy
from migrate_check.observe import observe_exchange
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.evaluate import evaluate
from tests.rules.spec import body_of, exchange_of, request_of, resolve

MIX = (
    ("chat", 6),
    ("chat-tools", 2),
    ("chat-stream", 6),
    ("chat-stream-tools", 2),
    ("chat-error", 1),
    ("messages", 3),
    ("messages-tools", 1),
    ("messages-stream", 3),
    ("messages-stream-tools", 1),
)
REPEATS = 20
ROUNDS = 12
HEADERS = {
    "date": "Thu, 01 Jan 2026 00:00:00 GMT",
    "server": "edge",
    "cf-ray": "8a",
    "strict-transport-security": "max-age=31536000",
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-reset-requests": "6ms",
    "openai-organization": "org",
    "openai-version": "2020-10-01",
    "openai-processing-ms": "412",
    "access-control-expose-headers": "X-Request-ID",
    "transfer-encoding": "chunked",
}


def exchanges() -> list[tuple[Trial, Exchange, Exchange]]:
    """Trials of the mix, with both sides' exchanges."""
    serial = itertools.count()
    made = []
    for number, (use, weight) in enumerate(MIX * ROUNDS):
        route = Route.ANTHROPIC_MESSAGES if use.startswith("messages") else Route.OPENAI_CHAT
        request = request_of(route, "stream" in use, "tools" in use)
        case = Case(
            scenario=f"bench/{number}",
            name=use,
            route=route,
            about=use,
            stream="stream" in use,
            body=request,
            raw_body=None,
            turns=(),
            auth=Auth.VALID,
            path=None,
            expects_error="error" in use,
            source="bench:1",
        )
        body = orjson.dumps(request)
        for repeat in range(1, weight * REPEATS // 6 + 2):
            trial = Trial(case, repeat, warmup=False, first=Side.BASELINE)
            sides = [exchange_of(_varied(use, next(serial)), route, body) for _ in Side]
            made.append((trial, sides[0], sides[1]))
    return made


def _varied(use: str, serial: int) -> dict[str, Any]:
    """The named answer with another id, time and text."""
    answer = resolve({"use": use, "headers": {**HEADERS, "x-request-id": f"req_{serial}"}})
    text = body_of(answer).decode()
    text = text.replace("chatcmpl-1", f"chatcmpl-{serial}").replace("msg_1", f"msg_{serial}")
    text = text.replace("1700000000", str(1700000000 + serial))
    text = text.replace("Blue", ("Blue", "Red", "Green")[serial % 3])
    answer = {key: value for key, value in answer.items() if key not in ("json", "sse")}
    return {**answer, "text": text}


def changed(exchange: Exchange) -> Exchange:
    """What a gateway does that leaves its mark on each answer."""
    response = exchange.response
    assert response is not None
    body = response.body.replace(b'"id":', b'"gateway":{"region":"x"},"id":')
    headers = (*response.headers, ("x-portkey-provider", "openai"), ("x-gateway", "1"))
    return replace(exchange, response=replace(response, body=body, headers=headers))


def observed(sent: Iterable[tuple[Trial, Exchange, Exchange]]) -> list[ObservedPair]:
    """What the judge gets."""
    return [
        ObservedPair(
            trial,
            0,
            observe_exchange(baseline, trial.case.route, Side.BASELINE),
            observe_exchange(candidate, trial.case.route, Side.CANDIDATE),
        )
        for trial, baseline, candidate in sent
    ]


def fastest(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    """Print the figures."""
    sent = exchanges()
    pairs = observed(sent)
    findings = evaluate(pairs, (), Policy()).findings
    documents = [
        (copy.deepcopy(pair.baseline.document), pair.candidate.document)
        for pair in pairs
        if isinstance(pair.baseline.document, dict)
    ]
    bodies = [
        body
        for _, *sides in sent
        for side in sides
        if side.response is not None and (body := side.response.body).startswith(b"{")
    ]
    judge = len(pairs) / fastest(lambda: evaluate(pairs, (), Policy()))
    both = len(sent) / fastest(lambda: evaluate(observed(sent), (), Policy()), 3)
    marked = observed([(trial, one, changed(other)) for trial, one, other in sent])
    worst = len(marked) / fastest(lambda: evaluate(marked, (), Policy()))
    deep = len(documents) / fastest(lambda: [DeepDiff(one, two) for one, two in documents], 1)
    parse = len(bodies) / fastest(lambda: [orjson.loads(body) for body in bodies])
    say = sys.stdout.write
    say(f"{len(pairs)} pairs, {len(RULES)} rules, {len(findings)} findings\n")
    say(f"judge            {judge:>10,.0f} pairs/s\n")
    say(f"judge, all differ{worst:>10,.0f} pairs/s (findings in each pair)\n")
    say(f"observe + judge  {both:>10,.0f} pairs/s\n")
    say(f"DeepDiff         {deep:>10,.0f} pairs/s (JSON bodies, parsed)\n")
    say(f"orjson           {parse:>10,.0f} bodies/s\n")
    say(f"judge / DeepDiff {judge / deep:>10.1f}\n")
    say(f"judge / orjson   {judge / parse:>10.2f}\n")


if __name__ == "__main__":
    main()
