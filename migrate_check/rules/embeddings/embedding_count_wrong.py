"""The rule embedding-count-wrong."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_COUNT_WRONG)
def embedding_count_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The answer has more or fewer vectors than the request has inputs.

    ## Why it matters
    Callers join vectors to their texts by position. One vector too few shifts all that follow, or
    leaves texts without one.

    ## Who breaks
    Indexing jobs store vectors under the wrong documents; `zip(texts, data)` silently drops the
    rest.

    ## Example
    Three inputs and one vector, because the gateway embedded the first or joined all of them.

    ## When to accept it
    Only single texts are ever embedded.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    yield Difference(
        anomaly.location, "There is not one vector for each input.", None, anomaly.detail
    )
