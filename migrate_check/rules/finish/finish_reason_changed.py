"""The rule finish-reason-changed."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def finish_reason_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate gives another finish reason than the baseline for the same request.

    ## Why it matters
    The reason tells natural ends, limits, filters and stop sequences apart.

    ## Who breaks
    Callers that continue cut answers, retry filtered ones or split at stop sequences take the
    wrong branch.

    ## Example
    `stop_sequence` with the matched text against `end_turn`; `content_filter` against `stop`.

    ## When to accept it
    The models differ on purpose and callers treat both reasons alike.

    ## Source
    https://github.com/agentgateway/agentgateway/pull/3283
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None:
        return
    expected, given = baseline.finish_reason, candidate.finish_reason
    # A reason that follows from calls made or not made is reported as such.
    if bool(baseline.tool_calls) is not bool(candidate.tool_calls):
        return
    # For a call that the request demands by name some models of one vendor say `stop` and others
    # `tool_calls`; the latter is the documented word, and hides no call from anybody.
    if candidate.tool_calls and (expected, given) == ("stop", "tool_calls"):
        return
    if expected is not None and given is not None and given != expected:
        yield Difference(
            "finish_reason",
            "The candidate gives another finish reason than the baseline.",
            expected,
            given,
        )
