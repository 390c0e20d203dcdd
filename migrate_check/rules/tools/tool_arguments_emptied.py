"""The rule tool-arguments-emptied."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, ToolCall
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def tool_arguments_emptied(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Every tool call of the candidate is empty, where the baseline fills in arguments.

    ## Why it matters
    In streams the arguments come in separate deltas, which get lost in translation.

    ## Who breaks
    The tool runs without its parameters or its validation fails; agents then repeat the call
    without end.

    ## Example
    `content_block_start` of a `tool_use` block, then its stop, with no `input_json_delta`
    between.

    ## When to accept it
    The tool needs no arguments.

    ## Source
    https://github.com/BerriAI/litellm/issues/25561
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or not candidate.tool_calls:
        return
    if any(map(_filled, candidate.tool_calls)):
        return
    names = {call.name for call in candidate.tool_calls}
    filled = [call for call in baseline.tool_calls if call.name in names and _filled(call)]
    if filled:
        yield Difference(
            "tool_calls[].arguments",
            "The candidate's tool calls have no arguments where the baseline's have.",
            filled[0].arguments[:80],
            candidate.tool_calls[0].arguments[:80],
        )


def _filled(call: ToolCall) -> bool:
    return call.arguments.strip() not in ("", "{}", "null")
