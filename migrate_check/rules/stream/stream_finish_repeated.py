"""The rule stream-finish-repeated."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_FINISH_REPEATED)
def stream_finish_repeated(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream says more than once that the same choice is finished.

    ## Why it matters
    The reason marks the moment to act: run the tools, store the message, add up the usage.

    ## Who breaks
    Loops that act on each reason act twice. The official SDKs keep the last value and go on.

    ## Example
    Two chunks with `"finish_reason": "stop"`, or two `message_delta` events with a `stop_reason`.

    ## When to accept it
    All callers use an accumulator of an official SDK.

    ## Source
    https://github.com/farion1231/cc-switch/pull/2409
    """
    yield Difference(
        anomaly.location,
        "The stream carries a finish reason more than once for one choice.",
        None,
        anomaly.detail,
    )
