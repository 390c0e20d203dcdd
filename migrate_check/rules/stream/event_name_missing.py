"""The rule event-name-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EVENT_NAME_MISSING)
def event_name_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An event of a Messages stream has no `event:` line.

    ## Why it matters
    The name decides what a client does with the data.

    ## Who breaks
    anthropic-sdk-python and anthropic-sdk-typescript skip events without a name, so the whole
    stream is empty.

    ## Example
    `data: {"type": "content_block_delta", …}` alone.

    ## When to accept it
    All callers go by `data.type` and use no official SDK.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    yield Difference(anomaly.location, "An event has no `event:` line.", None, anomaly.detail)
