"""The rule block-not-stopped."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BLOCK_NOT_STOPPED)
def block_not_stopped(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A content block is never closed.

    ## Why it matters
    The stop says that a block, such as the input of a tool, is complete.

    ## Who breaks
    anthropic-sdk-typescript fires `contentBlock` on the stop: handlers of it never see the block.
    Agents that start a tool at its stop never start it.

    ## Example
    `content_block_start`, deltas, and then `message_delta` without `content_block_stop`.

    ## When to accept it
    All callers use only the final message.

    ## Source
    https://github.com/QuantumNous/new-api/pull/7351
    """
    yield Difference(
        anomaly.location, "A content block is started and never stopped.", None, anomaly.detail
    )
