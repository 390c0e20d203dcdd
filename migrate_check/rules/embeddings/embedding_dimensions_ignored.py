"""The rule embedding-dimensions-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_DIMENSIONS_WRONG)
def embedding_dimensions_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The vectors do not have the length that `dimensions` asked for.

    ## Why it matters
    A vector store has one length for all vectors of an index.

    ## Who breaks
    Inserts fail with "expected 256 dimensions, got 1536", or the index silently mixes lengths.

    ## Example
    1536 numbers where `"dimensions": 256` was sent.

    ## When to accept it
    No caller sends `dimensions`.

    ## Source
    https://github.com/ggml-org/llama.cpp/issues/25210
    https://github.com/BerriAI/litellm/pull/22144
    """
    yield Difference(
        anomaly.location,
        "The vectors do not have the length that was asked for.",
        None,
        anomaly.detail,
    )
