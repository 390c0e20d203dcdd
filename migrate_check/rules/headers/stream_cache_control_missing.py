"""The rule stream-cache-control-missing."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.headers.names import anti_buffering, location_of
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def stream_cache_control_missing(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A stream does not ask intermediaries to pass it on at once.

    ## Why it matters
    Proxies and content networks hold answers back unless the headers say otherwise.

    ## Who breaks
    Users behind such a proxy get the whole answer at the end, though the gateway streams.

    ## Example
    `cache-control: no-cache` and `x-accel-buffering: no` on the baseline, neither on the
    candidate.

    ## When to accept it
    No proxy stands between the gateway and its callers.

    ## Source
    https://github.com/ggml-org/llama.cpp/pull/20872
    """
    if pair.candidate.body_kind is not BodyKind.SSE or pair.baseline.body_kind is not BodyKind.SSE:
        return
    usual, now = anti_buffering(pair.baseline.headers), anti_buffering(pair.candidate.headers)
    for name in sorted(usual.keys() - now.keys()):
        if name in reference.headers_always:
            yield Difference(
                location_of(name),
                f"The stream has no {name}, which keeps proxies from holding it back.",
                usual[name],
                pair.candidate.headers.get(name),
            )
