"""The rule block-delta-mismatch."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BLOCK_DELTA_MISMATCH)
def block_delta_mismatch(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A content block receives a delta of another type.

    ## Why it matters
    Accumulators apply a delta only when it fits the block.

    ## Who breaks
    The Anthropic SDKs ignore the delta without a word: a tool call keeps the input `{}`, a text
    stays empty.

    ## Example
    `text_delta` for a block started as `tool_use`.

    ## When to accept it
    Never: content is lost.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    # Input that comes too early is milder, and belongs to the rule block-input-at-start.
    if not anomaly.location.endswith("input"):
        yield Difference(
            anomaly.location,
            "A content block receives a delta that does not fit its type.",
            None,
            anomaly.detail,
        )
