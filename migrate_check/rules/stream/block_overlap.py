"""The rule block-overlap."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.BLOCK_OVERLAP)
def block_overlap(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A content block starts before the previous one has stopped.

    ## Why it matters
    Providers send blocks one after the other, and many readers keep one current block only.

    ## Who breaks
    Readers with a single current block append the rest of the first block to the second. The
    official SDKs go by index and are safe.

    ## Example
    `content_block_start` 1 before `content_block_stop` 0.

    ## When to accept it
    All callers use the official SDKs.

    ## Source
    https://github.com/Wei-Shaw/sub2api/pull/4286
    """
    yield Difference(
        anomaly.location,
        "A content block starts before the previous one has stopped.",
        None,
        anomaly.detail,
    )
