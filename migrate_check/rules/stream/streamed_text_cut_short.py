"""The rule streamed-text-cut-short."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Twin, metamorphic_rule

# A model may say a word or a sentence less.
_FEWEST = 20
_ENDS = (".", "!", "?", ":", "。", "”", '"', "`", "}", "]")


@metamorphic_rule(Severity.ERROR)
def streamed_text_cut_short(twin: Twin) -> Iterator[Answer]:
    """A streamed answer breaks off in the text of the unstreamed one, and ends as if complete.

    The rule looks only where all other answers of both sides are one and the same text, so that
    chance can be ruled out.

    ## Why it matters
    An error of the provider in mid-stream was turned into a clean end: no event says that the
    rest is missing.

    ## Who breaks
    Users and stored histories get half an answer as a whole one; nobody retries.

    ## Example
    Unstreamed: `1, 2, 3, … 60.` Streamed: `1, 2, 3, 4`, then `stop_reason: end_turn`.

    ## When to accept it
    Never.

    ## Source
    https://docs.claude.com/en/docs/build-with-claude/streaming#error-events
    """
    texts = {_text(each) for each in (*twin.baseline_plain, *twin.baseline_stream)}
    reasons = {_finish(each) for each in (*twin.baseline_plain, *twin.baseline_stream)}
    texts |= {_text(answer) for answer in twin.candidate_plain}
    if len(texts) != 1 or len(reasons) != 1 or not (twin.baseline_stream and twin.candidate_plain):
        return
    (whole,), (reason,) = texts, reasons
    for answer in twin.candidate_stream:
        text = _text(answer)
        if _cut(text, whole) and _finish(answer) == reason:
            yield Difference(
                "text",
                "A streamed answer breaks off in the middle and ends as if it were complete.",
                f"{len(whole)} characters",
                f"{len(text)} characters",
            )
            return


def _cut(text: str, whole: str) -> bool:
    """Whether a part of some length is missing, and the text does not end where one may end."""
    long_enough = len(text) >= _FEWEST and len(whole) - len(text) >= _FEWEST
    return long_enough and whole.startswith(text) and not text.rstrip().endswith(_ENDS)


def _text(answer: Observation) -> str:
    return answer.reply.text if answer.reply is not None else ""


def _finish(answer: Observation) -> str | None:
    return answer.reply.finish_reason if answer.reply is not None else None
