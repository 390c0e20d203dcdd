"""The rule usage-output-tokens-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, Reply
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# A model may put one text together from other tokens, and some count an end mark.
_TOKENS, _SHARE = 4, 0.15
# Tokens beyond these are of something that the text does not show.
_PER_BYTE, _ALLOWANCE = 1, 8


@pair_rule(Severity.WARNING, When.BOTH_OK, Nature.SAMPLED)
def usage_output_tokens_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The very same text is counted with other output tokens than by the baseline.

    ## Why it matters
    One text of one model has one count. In a stream the gateway kept the counts of the first
    chunk, or added up counts that were running totals; or another model wrote the text.

    ## Who breaks
    Streams are billed too low or many times too high; budgets and cost records follow.

    ## Example
    Gemini's last chunk says `"candidatesTokenCount": 44`, and the gateway reports 39 from the
    first chunk, or 83 for the sum.

    ## When to accept it
    The candidate runs another model on purpose, and its tokenizer counts otherwise.

    ## Source
    https://github.com/ankit373/hydra/pull/855
    """
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None or not usual.text or usual.text != now.text:
        return
    expected, given = _written(usual), _written(now)
    if expected is None or given is None or not _plausible(expected, usual):
        return
    if abs(given - expected) > max(_TOKENS, _SHARE * expected):
        yield Difference(
            "usage.output_tokens",
            "The same text is counted with other output tokens.",
            str(expected),
            str(given),
        )


def _written(reply: Reply) -> int | None:
    """Tokens of the text alone; None where other things are counted with it."""
    usage = reply.usage
    if usage is None or not usage.output_tokens or reply.tool_calls or reply.choices != 1:
        return None
    if reply.reasoning and not usage.reasoning_tokens:
        return None
    return usage.output_tokens - (usage.reasoning_tokens or 0)


def _plausible(tokens: int, reply: Reply) -> bool:
    """Whether the baseline counts the text and nothing hidden."""
    return 0 < tokens <= _PER_BYTE * len(reply.text.encode(errors="replace")) + _ALLOWANCE
