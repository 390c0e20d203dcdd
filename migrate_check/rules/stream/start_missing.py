"""The rule start-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_START_MISSING)
def start_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Messages stream does not begin with `message_start`.

    ## Why it matters
    `message_start` brings the message that all later events fill: id, model, role and input
    tokens.

    ## Who breaks
    anthropic-sdk-python raises `Unexpected event order, got … before "message_start"`.
    anthropic-sdk-typescript drops every event before it.

    ## Example
    `content_block_start` is the first event.

    ## When to accept it
    No caller uses an accumulator.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    yield Difference(
        anomaly.location,
        "The first event of the stream is not `message_start`.",
        None,
        anomaly.detail,
    )
