"""The rule embedding-unreadable."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_UNREADABLE)
def embedding_unreadable(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A vector cannot be decoded, or is empty.

    ## Why it matters
    An answer without readable vectors is a failure that looks like a success.

    ## Who breaks
    The Python SDK raises "No embedding data received"; other clients store an empty vector.

    ## Example
    `"embedding": []`, a list with null in it, or base64 whose length is no multiple of four bytes.

    ## When to accept it
    Never, where vectors are used.

    ## Source
    https://github.com/mem0ai/mem0/issues/4057
    """
    yield Difference(
        anomaly.location, "A vector cannot be decoded, or is empty.", None, anomaly.detail
    )
