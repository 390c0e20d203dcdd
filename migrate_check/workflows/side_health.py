"""Whether the sides answered at all: counted apart from what they answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from migrate_check.domain.exchange import FailureKind, Side
from migrate_check.domain.observation import BodyKind, Observation, ObservedPair
from migrate_check.domain.result import TransportCount
from migrate_check.domain.scenario import Auth, Route

_UNREACHABLE = frozenset({FailureKind.CONNECT, FailureKind.TLS, FailureKind.TIMEOUT_CONNECT})

BODIES = {
    BodyKind.JSON: "JSON of another kind",
    BodyKind.SSE: "a stream without a reply",
    BodyKind.EMPTY: "an empty body",
    BodyKind.HTML: "a web page",
    BodyKind.TEXT: "plain text",
    BodyKind.BINARY: "bytes that are no text",
    BodyKind.NONE: "no answer",
}
"""What came instead of a reply."""


def transport_counts(pairs: Sequence[ObservedPair]) -> tuple[TransportCount, ...]:
    """Failures, 429 and 5xx per route and side, of requests that were really sent."""
    requests: Counter[tuple[str, str]] = Counter()
    failures: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        for seen in (pair.baseline, pair.candidate):
            if seen.failure and seen.failure.kind is FailureKind.NOT_SENT:
                continue
            key = (seen.route.value, seen.side.value)
            requests[key] += 1
            if label := failure_label(seen):
                failures[key][label] += 1
    return tuple(
        TransportCount(route, side, requests[route, side], dict(failures[route, side]))
        for route, side in sorted(requests)
    )


def failure_label(seen: Observation) -> str | None:
    """`timeout(read)`, `http-429`, `http-5xx`, or None for an answer that can be judged."""
    if seen.hung_up:
        return None
    if seen.failure is not None:
        return seen.failure.kind.value
    if seen.status == 429:
        return "http-429"
    return "http-5xx" if seen.status is not None and seen.status >= 500 else None


def could_not_run(pairs: Sequence[ObservedPair]) -> tuple[str, ...]:
    """One sentence per side that gave nothing to compare; empty when both did."""
    valid = [pair for pair in pairs if pair.turn == 0 and pair.trial.case.auth is Auth.VALID]
    sides = (
        (Side.BASELINE, [pair.baseline for pair in valid]),
        (Side.CANDIDATE, [pair.candidate for pair in valid]),
    )
    reasons = tuple(reason for side, seen in sides if (reason := _reason(side, seen)))
    return reasons or _nothing_to_compare_with(valid)


def _reason(side: Side, answers: Iterable[Observation]) -> str | None:
    seen = list(answers)
    if not seen:
        return None
    first = seen[0].failure
    if first and all(s.failure and s.failure.kind in _UNREACHABLE for s in seen):
        return f"the {side.value} cannot be reached: {first.detail}; try `migrate-check doctor`"
    if all(s.status in (401, 403) for s in seen):
        return (
            f"the {side.value} refuses the key in every request (HTTP {seen[0].status}); "
            f"check {side.value}.api_key, then `migrate-check doctor`"
        )
    return None


def _nothing_to_compare_with(pairs: Iterable[ObservedPair]) -> tuple[str, ...]:
    """Routes on which the baseline refuses everything: a candidate that does so too is no pass."""
    by_route: defaultdict[str, list[Observation]] = defaultdict(list)
    for pair in pairs:
        if not pair.trial.case.expects_error:
            by_route[pair.trial.case.route.value].append(pair.baseline)
    return tuple(
        f"the baseline has no usable answer to any of {len(seen)} requests on {route}: "
        f"{_what_came(seen[0])}; check baseline.base_url and the model with `migrate-check doctor`"
        for route, seen in sorted(by_route.items())
        # Outages are counted apart: they leave the verdict open.
        if not any(failure_label(one) or _usable(one) for one in seen)
    )


def _usable(seen: Observation) -> bool:
    reply = seen.reply
    if seen.hung_up:
        return True
    if not seen.ok or reply is None:
        return False
    if seen.route is Route.ANTHROPIC_COUNT_TOKENS:
        return reply.usage is not None and bool(reply.usage.input_tokens)
    said = (reply.text, reply.tool_calls, reply.refusal, reply.reasoning, reply.finish_reason)
    return any(said) or any((reply.embeddings, reply.media, reply.listed))


def _what_came(seen: Observation) -> str:
    said = seen.error.message if seen.error and seen.error.message else None
    return f"HTTP {seen.status} with {f'“{said[:120]}”' if said else BODIES[seen.body_kind]}"
