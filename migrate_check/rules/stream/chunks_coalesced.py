"""The rule chunks-coalesced."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Below this many arrivals the ratio is chance.
_ARRIVALS = 16
_TIMES_FEWER = 4


@pair_rule(Severity.NOTE, When.BOTH_OK, Nature.SAMPLED)
def chunks_coalesced(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate's content arrives in far fewer and larger pieces than the baseline's.

    ## Why it matters
    Text appears in blocks, and what is fed by the stream, such as speech, starts later.

    ## Who breaks
    Nothing breaks; interfaces are less smooth.

    ## Example
    80 to 150 characters a chunk, where the baseline sends single tokens.

    ## When to accept it
    The time to the first token and the total are as before.

    ## Source
    https://github.com/jakobdylanc/llmcord/issues/84
    """
    fine = len(pair.baseline.timing.content_offsets_s)
    coarse = len(pair.candidate.timing.content_offsets_s)
    if fine < _ARRIVALS or coarse == 0 or coarse * _TIMES_FEWER > fine:
        return
    shown, awaited = pair.candidate.reply, pair.baseline.reply
    if shown is not None and awaited is not None and len(shown.text) * 2 >= len(awaited.text):
        yield Difference(
            "stream timing",
            "The content of the stream arrives in far fewer pieces.",
            f"{fine} pieces",
            f"{coarse} pieces",
        )
