"""The rule length-limit-hidden."""

import json
from collections.abc import Iterator

from migrate_check.dialects.limits import CUT_BY_LENGTH, limit_of
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, Reply
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_ENDS = (
    ".",
    "!",
    "?",
    "\u3002",
    "\uff01",
    "\uff1f",
    "\u0964",
    "\u061f",
    '"',
    "'",
    ")",
    "]",
    "}",
    "`",
    "*",
    ":",
)


@pair_rule(Severity.ERROR, When.BOTH_OK)
def length_limit_hidden(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An answer is cut at the token limit, and the finish reason says it is complete.

    ## Why it matters
    Only the reason tells a caller that there is more to come.

    ## Who breaks
    Half answers are stored as whole ones; half tool calls are run or fail to parse, where a
    higher limit would have helped.

    ## Example
    `max_tokens: 16`, 16 output tokens, `Once upon a`, and `"finish_reason": "stop"`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/vllm-project/vllm/issues/53269
    """
    baseline, candidate = pair.baseline.reply, pair.candidate.reply
    if baseline is None or candidate is None or candidate.usage is None:
        return
    if baseline.finish_reason not in CUT_BY_LENGTH:
        return
    if candidate.finish_reason in (None, *CUT_BY_LENGTH):
        return
    limit = limit_of(pair.candidate.asked.body)
    if limit is not None and candidate.usage.output_tokens == limit and _cut(candidate):
        yield Difference(
            "finish_reason",
            "The answer is cut at the token limit and the finish reason hides it.",
            baseline.finish_reason,
            candidate.finish_reason,
        )


def _cut(reply: Reply) -> bool:
    # An answer may use up its tokens exactly and still be whole: it then ends like one.
    if not reply.tool_calls:
        return bool(reply.text) and not reply.text.rstrip().endswith(_ENDS)
    try:
        json.loads(reply.tool_calls[-1].arguments)
    except ValueError:
        return True
    return False
