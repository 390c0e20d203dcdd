"""The rule event-not-json."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EVENT_NOT_JSON)
def event_not_json(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The data of an event is not JSON.

    ## Why it matters
    Clients parse every event before they look at it.

    ## Who breaks
    openai-python raises JSONDecodeError and openai-node SyntaxError: the rest of the stream is
    lost.

    ## Example
    `data: : OPENROUTER PROCESSING`, a keep-alive comment that was wrapped again as data.

    ## When to accept it
    Never.

    ## Source
    https://github.com/mnfst/llm-gateway/issues/2053
    """
    yield Difference(anomaly.location, "The data of an event is not JSON.", None, anomaly.detail)
