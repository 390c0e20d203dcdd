"""The rule stream-id-empty."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_ID_EMPTY)
def stream_id_empty(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A chunk of the stream carries an empty id.

    ## Why it matters
    An empty id cannot be logged, joined or quoted to support.

    ## Who breaks
    openai-node ignores the top-level fields (model, usage) of later chunks whose id is empty.
    Clients that group by id open a second, nameless message.

    ## Example
    `"id": ""` in the first chunk, a real id in the following ones.

    ## When to accept it
    Nobody groups chunks, logs or support requests by id.

    ## Source
    https://github.com/AbanteAI/archive-old-cli-mentat/issues/429
    """
    yield Difference(
        anomaly.location, "A chunk of the stream has an empty id.", None, anomaly.detail
    )
