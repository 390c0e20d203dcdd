"""The rule refusal-added."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def refusal_added(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The model refuses where the baseline answers.

    ## Why it matters
    A hidden system prompt, a filter or another model stands between.

    ## Who breaks
    Users get a refusal for what worked yesterday.

    ## Example
    `"refusal": "I cannot help with that."`

    ## When to accept it
    The gateway filters on purpose and your users know.

    ## Source
    https://github.com/MAXeaglet/commandcode-proxy/issues/17
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None:
        return
    if now.refusal and not usual.refusal:
        yield Difference("refusal", "The model refuses where the baseline answers.", None, None)
