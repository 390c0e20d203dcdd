"""The rule event-name-mismatch."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.EVENT_NAME_MISMATCH)
def event_name_mismatch(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The `event:` line and the `type` in the data disagree.

    ## Why it matters
    Some clients go by the name, others by the type: they now see different streams.

    ## Who breaks
    The Anthropic SDKs skip `ping` and raise on `error` by name, and interpret everything else by
    type.

    ## Example
    `event: message_delta` over `{"type": "content_block_delta"}`.

    ## When to accept it
    All callers are known to go by one of the two, and it is the right one.

    ## Source
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    yield Difference(
        anomaly.location,
        "The name of an event and the type in its data disagree.",
        None,
        anomaly.detail,
    )
