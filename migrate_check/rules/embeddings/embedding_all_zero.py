"""The rule embedding-all-zero."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_ZERO)
def embedding_all_zero(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A vector consists of zeros.

    ## Why it matters
    A zero vector is what some servers answer when the model failed or the text was not passed on.

    ## Who breaks
    The cosine with a zero vector is undefined: searches find such documents at random or never.

    ## Example
    `"embedding": [0.0, 0.0, …]`

    ## When to accept it
    The input is blank, and the caller leaves such vectors out.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    yield Difference(anomaly.location, "All numbers of a vector are 0.", None, anomaly.detail)
