"""The rule text-delivered-twice."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule

# Shorter repetitions ("ha ha", "no no") are ordinary text.
_HALF = 40


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def text_delivered_twice(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The whole text is delivered twice in one answer.

    ## Why it matters
    A fallback in mid-stream started over, or a finished snapshot was sent again as a delta.

    ## Who breaks
    Users and stored histories see the text doubled; structured output no longer parses.

    ## Example
    `Analysing the task … done.Analysing the task … done.`

    ## When to accept it
    The prompt asks for a repetition.

    ## Source
    https://github.com/qxcnm/Codex-Manager/pull/254
    """
    text = pair.candidate.reply.text.strip() if pair.candidate.reply is not None else ""
    half = len(text) // 2
    if half >= _HALF and text[:half].strip() == text[-half:].strip():
        yield Difference("text", "The whole text is delivered twice in one answer.", None, None)
