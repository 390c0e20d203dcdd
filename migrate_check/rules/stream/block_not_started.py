"""The rule block-not-started."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BLOCK_NOT_STARTED)
def block_not_started(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A delta or stop names a content block that is not open.

    ## Why it matters
    Deltas are appended to the block of their index; before its start there is none, and after its
    stop it was already handed over.

    ## Who breaks
    anthropic-sdk-python raises IndexError. anthropic-sdk-typescript drops the delta, so a tool
    runs with empty input. Claude Code reports `Content block not found`.

    ## Example
    `content_block_delta` with `"index": 3` after starts for 0, 1 and 2.

    ## When to accept it
    No caller uses an accumulator.

    ## Source
    https://github.com/Wei-Shaw/sub2api/pull/4294
    """
    yield Difference(
        anomaly.location,
        "A delta or a stop names a content block that is not open.",
        None,
        anomaly.detail,
    )
