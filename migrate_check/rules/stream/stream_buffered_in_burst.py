"""The rule stream-buffered-in-burst."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Fewer arrivals than this are a short answer, whose timing says nothing.
_ARRIVALS = 8
# Seconds over which the baseline's content must come in. Below, both sides look alike to a person,
# and a scheduler's hiccup could pass for a burst.
_SPREAD_S = 0.3
# A stream that flows spends a good part of its time on content; a burst almost none.
_FLOWING, _BURST = 0.3, 0.1
# A candidate that is simply fast is no burst: its content must come later than half of the
# baseline's did.
_LATE = 0.5


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def stream_buffered_in_burst(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The baseline's content flows in over time, the candidate's arrives all at once at the end.

    ## Why it matters
    Somewhere the stream is held back: a buffering proxy, or a gateway that streams an answer it
    has already received in full.

    ## Who breaks
    Interfaces look frozen and first-token timeouts fire, although the bytes are the same.

    ## Example
    First token after 0.5 s and text for 16 s, against nothing for 16.5 s and then everything.

    ## When to accept it
    Nobody watches these answers while they are written.

    ## Source
    https://github.com/dstackai/dstack/issues/4269
    """
    flow, burst = pair.baseline.timing, pair.candidate.timing
    arrivals = flow.content_offsets_s
    if (
        len(arrivals) < _ARRIVALS
        or not burst.content_offsets_s
        or not flow.e2e_s
        or not burst.e2e_s
    ):
        return
    shown, awaited = pair.candidate.reply, pair.baseline.reply
    if shown is None or awaited is None or len(shown.text) * 2 < len(awaited.text):
        return
    spread_s = arrivals[-1] - arrivals[0]
    if spread_s < _SPREAD_S or spread_s < _FLOWING * flow.e2e_s:
        return
    first_s = burst.content_offsets_s[0]
    burst_s = burst.content_offsets_s[-1] - first_s
    if burst_s <= _BURST * min(burst.e2e_s, spread_s) and first_s > arrivals[0] + _LATE * spread_s:
        yield Difference(
            "stream timing",
            "The content of the stream arrives all at once at the end.",
            f"content over {spread_s:.2f} s, from {arrivals[0]:.2f} s on",
            f"content over {burst_s:.2f} s, from {first_s:.2f} s on",
        )
