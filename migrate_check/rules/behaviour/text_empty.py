"""The rule text-empty."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def text_empty(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer has no text where the baseline writes some.

    ## Why it matters
    A success without content is the failure that no error handling sees.

    ## Who breaks
    Users see an empty bubble; pipelines store an empty string.

    ## Example
    `"content": ""` with finish reason `stop`.

    ## When to accept it
    The prompt allows an empty answer.

    ## Source
    https://github.com/anomalyco/opencode/issues/43379
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None:
        return
    if usual.text and not now.text and not (now.tool_calls or now.refusal):
        yield Difference(
            "text",
            "The answer has no text, no refusal and no call.",
            f"{len(usual.text)} characters",
            None,
        )
