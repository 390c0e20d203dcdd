"""The rule tool-call-lost."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def tool_call_lost(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The baseline calls a tool, the candidate answers without one.

    ## Why it matters
    The tools may not have reached the model, or the call was lost on the way back.

    ## Who breaks
    Agents stop at once with an answer that knows nothing of the tool's data.

    ## Example
    `tool_calls: [get_weather]` against `I cannot look up the weather.`

    ## When to accept it
    The model is free to choose, and the candidate's rate is good enough.

    ## Source
    https://github.com/BerriAI/litellm/issues/12481
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    # A missing forced call is a breach of the request and has a rule of its own.
    if baseline is None or candidate is None or pair.candidate.asked.forced_tool:
        return
    if baseline.tool_calls and not candidate.tool_calls:
        yield Difference(
            "tool_calls",
            "The baseline calls a tool where the candidate answers without one.",
            ", ".join(call.name or "" for call in baseline.tool_calls),
            candidate.text[:80],
        )
