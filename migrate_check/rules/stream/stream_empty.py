"""The rule stream-empty."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_EMPTY)
def stream_empty(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream with a success status has no event.

    ## Why it matters
    Often it is a rejected request: the error came before the first chunk and was swallowed.

    ## Who breaks
    The official SDKs iterate zero chunks, so there is an empty answer, no exception and no retry.
    Stream helpers raise `request ended without sending any chunks`.

    ## Example
    `HTTP 200`, `Content-Type: text/event-stream`, 0 bytes.

    ## When to accept it
    Never.

    ## Source
    https://github.com/preloop/preloop/pull/121
    """
    yield Difference(
        anomaly.location, "The stream has a success status and no event.", None, anomaly.detail
    )
