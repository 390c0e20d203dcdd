"""The rule event-not-wrapped."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EVENT_NOT_WRAPPED)
def event_not_wrapped(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A life-cycle event of a Responses stream is the bare response, without `type` and `response`.

    ## Why it matters
    Clients choose what to do by `type` in the data and read the response from `response`. The
    event name alone says nothing to most of them.

    ## Who breaks
    openai-python and openai-node get an event whose type is absent: `response.completed` never
    comes for them, so the final response and its usage are lost.

    ## Example
    `event: response.created` with `data: {"id": "resp_1", "object": "response", …}` instead of
    `{"type": "response.created", "response": {…}}`.

    ## When to accept it
    Every client is your own, and goes by the event name.

    ## Source
    https://github.com/pjq/sap-ai-core-llm-proxy/pull/35
    """
    yield Difference(
        anomaly.location,
        "A life-cycle event is the bare response instead of an event that holds it.",
        None,
        anomaly.detail,
    )
