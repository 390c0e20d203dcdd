"""The rule embedding-not-finite."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_NOT_FINITE)
def embedding_not_finite(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A vector holds infinity or not-a-number.

    ## Why it matters
    No distance to such a vector can be computed.

    ## Who breaks
    Searches return nothing or everything, and vector stores refuse the insert.

    ## Example
    Base64 of float64 or of big-endian numbers, read as little-endian float32.

    ## When to accept it
    Never, where vectors are used.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    yield Difference(
        anomaly.location, "A vector holds a number that is not finite.", None, anomaly.detail
    )
