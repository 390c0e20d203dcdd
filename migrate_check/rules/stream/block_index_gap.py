"""The rule block-index-gap."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BLOCK_INDEX_GAP)
def block_index_gap(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The indices of the content blocks skip a number.

    ## Why it matters
    The SDKs append blocks in order of their starts and address them by index, so the two must
    agree.

    ## Who breaks
    anthropic-sdk-python raises IndexError at the first delta after the gap;
    anthropic-sdk-typescript drops the block's content.

    ## Example
    `content_block_start` with `"index": 1` as the first block.

    ## When to accept it
    No caller uses an accumulator.

    ## Source
    https://github.com/Wei-Shaw/sub2api/pull/4286
    """
    yield Difference(
        anomaly.location, "The indices of the content blocks have a gap.", None, anomaly.detail
    )
