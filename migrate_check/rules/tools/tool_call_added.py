"""The rule tool-call-added."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def tool_call_added(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate calls a tool, the baseline answers without one.

    ## Why it matters
    `auto` may have become `required`, or another model answers.

    ## Who breaks
    Turns become longer and dearer; tools with side effects run more often.

    ## Example
    `Paris is the capital of France.` against `tool_calls: [search]`.

    ## When to accept it
    The model is free to choose, and more calls are welcome.

    ## Source
    https://github.com/Nasiko-Labs/nasiko/issues/165
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    # A forbidden call is a breach of the request and has a rule of its own.
    if baseline is None or candidate is None or pair.candidate.asked.forbids_tools:
        return
    if candidate.tool_calls and not baseline.tool_calls:
        yield Difference(
            "tool_calls",
            "The candidate calls a tool where the baseline answers without one.",
            baseline.text[:80],
            ", ".join(call.name or "" for call in candidate.tool_calls),
        )
