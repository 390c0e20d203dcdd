"""The rule block-restarted."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BLOCK_RESTARTED)
def block_restarted(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Two content blocks are started with the same index.

    ## Why it matters
    The index is the block's address in the message.

    ## Who breaks
    anthropic-sdk-python and anthropic-sdk-typescript append a block per start and write deltas by
    index: the second block's text ends up in the first, and an empty one is left over.

    ## Example
    `content_block_start` with `"index": 0` for a text and again for a tool call.

    ## When to accept it
    Never for tool calls: their input ends up in the wrong block.

    ## Source
    https://github.com/Wei-Shaw/sub2api/pull/4286
    """
    yield Difference(
        anomaly.location, "A content block is started twice with one index.", None, anomaly.detail
    )
