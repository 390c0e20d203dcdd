"""The rule event-unknown."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.EVENT_UNKNOWN)
def event_unknown(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream carries an event or a line that its format does not know.

    ## Why it matters
    Providers ask clients to tolerate new events; typed clients often do not.

    ## Who breaks
    Clients with a closed list of events (Rust, Go, Kotlin, Zod schemas) fail to decode. The
    official Python and Node SDKs pass it through; as the first event it makes
    anthropic-sdk-python raise.

    ## Example
    `event: gateway_metadata`.

    ## When to accept it
    All callers ignore unknown events.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    yield Difference(
        anomaly.location,
        "The stream carries an event or a line that the format does not know.",
        None,
        anomaly.detail,
    )
