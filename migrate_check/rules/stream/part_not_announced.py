"""The rule part-not-announced."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.PART_NOT_ANNOUNCED)
def part_not_announced(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Text of a Responses stream comes for a part that was never added.

    ## Why it matters
    A message may have several parts and a reasoning item several summaries.
    `response.content_part.added` and `response.reasoning_summary_part.added` open each before its
    text comes.

    ## Who breaks
    openai-python raises `IndexError: list index out of range`. Codex reports `OutputTextDelta
    without active item` and drops all text; the Vercel AI SDK stops with `reasoning part … not
    found`.

    ## Example
    `output_item.added`, and at once `output_text.delta`.

    ## When to accept it
    Every client opens parts by itself.

    ## Source
    https://github.com/Wei-Shaw/sub2api/issues/2875
    """
    yield Difference(
        anomaly.location,
        "Text comes for a part that was not added.",
        None,
        anomaly.detail,
    )
