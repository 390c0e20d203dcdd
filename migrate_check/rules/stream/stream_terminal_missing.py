"""The rule stream-terminal-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_TERMINAL_MISSING)
def stream_terminal_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Messages stream ends without `message_stop`.

    ## Why it matters
    `message_stop` is the only proof that the connection did not merely break off.

    ## Who breaks
    anthropic-sdk-typescript adds the message on this event: without it `finalMessage()` throws
    `stream ended without producing a Message with role=assistant`. Interactive agents stay in
    their waiting state.

    ## Example
    `message_delta` with the stop reason arrives, then the body ends.

    ## When to accept it
    Only anthropic-sdk-python reads these streams; its accumulator does not need the event.

    ## Source
    https://github.com/QuantumNous/new-api/pull/5345
    """
    yield Difference(
        anomaly.location, "The stream ends without `message_stop`.", None, anomaly.detail
    )
