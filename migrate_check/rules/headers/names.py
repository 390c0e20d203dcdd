"""Which response headers mean something to a caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrate_check.domain.observation import BodyKind, ObservedPair

REQUEST_IDS = ("x-request-id", "request-id")
"""What the official SDKs read as the request id."""

RETRY_HINTS = ("retry-after", "retry-after-ms")

CORS = "access-control-allow-origin"
"""Without it, a browser keeps an answer from the page that asked for it."""

_RATE_LIMIT = ("x-ratelimit-", "anthropic-ratelimit-", "ratelimit")

_PLUMBING = frozenset(
    {
        "age",
        "alt-svc",
        "cf-cache-status",
        "cf-ray",
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "etag",
        "keep-alive",
        "nel",
        "proxy-connection",
        "report-to",
        "server",
        "server-timing",
        "set-cookie",
        "strict-transport-security",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "vary",
        "via",
        "x-content-type-options",
        "x-powered-by",
    }
)
"""Of the hop or the edge, not of the API; encodings and framing have rules of their own."""

_FRAMING = frozenset(
    {"content-encoding", "content-length", "te", "trailer", "transfer-encoding", "upgrade"}
)

_OF_THE_MOMENT = frozenset(
    {"age", "cf-ray", "date", "etag", "nel", "report-to", "server-timing", "set-cookie"}
)

_ELSEWHERE = frozenset({"content-type", *REQUEST_IDS, *RETRY_HINTS})


def comparable(pair: ObservedPair) -> bool:
    """Both sides succeeded or both failed: otherwise their headers differ as a matter of course."""
    return pair.baseline.ok == pair.candidate.ok


def is_plumbing(name: str) -> bool:
    """Whether intermediaries add and remove it on any route."""
    return name in _PLUMBING


def is_framing(name: str) -> bool:
    """Whether it tells how the body is delivered: the rule transfer-framing-changed looks there."""
    return name in _FRAMING


def is_of_the_moment(name: str) -> bool:
    """Whether its value says nothing that could be compared."""
    return name in _OF_THE_MOMENT


def judged_elsewhere(name: str) -> bool:
    """Whether a rule of its own speaks of it."""
    return name in _ELSEWHERE or name.startswith(_RATE_LIMIT)


def rate_limit_names(names: Iterable[str]) -> list[str]:
    """Those that tell quota and its state, sorted."""
    return sorted(name for name in names if name.startswith(_RATE_LIMIT))


def location_of(name: str) -> str:
    """Where a finding about a header is."""
    return f"header {name}"


def keeps_streaming(name: str, pair: ObservedPair) -> bool:
    """Whether the baseline's stream keeps intermediaries from buffering by this header."""
    baseline = pair.baseline
    return baseline.body_kind is BodyKind.SSE and name in anti_buffering(baseline.headers)


def anti_buffering(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that keep intermediaries from holding a stream back."""
    return {
        name: headers[name]
        for name, value in (("cache-control", "no-cache"), ("x-accel-buffering", "no"))
        if value in headers.get(name, "")
    }
