"""The rule parallel-calls-reduced."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def parallel_calls_reduced(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate makes fewer tool calls in one turn than the baseline.

    ## Why it matters
    Parallel calls were switched off, or calls were lost when the stream was put together.

    ## Who breaks
    Agents need more turns, so they are slower and dearer, and reach their step limit; if the
    calls were lost, work stays undone.

    ## Example
    Weather of Paris and of Rome: two calls in one answer against one.

    ## When to accept it
    The agent makes the other call in its next turn.

    ## Source
    https://github.com/coder/aibridge/pull/211
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None:
        return
    # No call at all has a rule of its own.
    if 0 < len(candidate.tool_calls) < len(baseline.tool_calls):
        yield Difference(
            "tool_calls",
            "The candidate makes fewer tool calls in one turn than the baseline.",
            f"{len(baseline.tool_calls)} calls",
            f"{len(candidate.tool_calls)} calls",
        )
