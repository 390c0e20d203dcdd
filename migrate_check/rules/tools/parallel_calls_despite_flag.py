"""The rule parallel-calls-despite-flag."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def parallel_calls_despite_flag(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The request allows one tool call at most, and the answer has more.

    ## Why it matters
    The switch for parallel calls was dropped on the way.

    ## Who breaks
    Callers that switch it off run calls whose order matters, or read only the first call: the
    others are run at the same time or never.

    ## Example
    `"parallel_tool_calls": false`, and two entries in `tool_calls`.

    ## When to accept it
    All callers handle several calls, and their order does not matter.

    ## Source
    https://github.com/maximhq/bifrost/pull/7348
    """
    reply = pair.candidate.reply
    if reply is None or len(reply.tool_calls) < 2 or not _one_at_most(pair.candidate.asked.body):
        return
    yield Difference(
        "tool_calls",
        "The request allows one tool call at most, and the answer has more.",
        None,
        f"{len(reply.tool_calls)} calls",
    )


def _one_at_most(body: Json) -> bool:
    if not isinstance(body, dict):
        return False
    choice = body.get("tool_choice")
    return body.get("parallel_tool_calls") is False or (
        isinstance(choice, dict) and choice.get("disable_parallel_tool_use") is True
    )
