"""The rule embedding-index-wrong."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EMBEDDING_INDEX_WRONG)
def embedding_index_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The indices of the vectors do not count 0, 1, 2 in order.

    ## Why it matters
    The format promises vectors in the order of the inputs, and `index` says which input each
    belongs to.

    ## Who breaks
    Clients that read `data[i]` and clients that sort by `index` get different vectors for one
    text.

    ## Example
    `"index": 0` on each vector of a batch that was sent upstream one text at a time.

    ## When to accept it
    Every caller sorts by `index`, and the indices are merely out of order.

    ## Source
    https://platform.openai.com/docs/api-reference/embeddings
    """
    yield Difference(
        anomaly.location,
        "The indices of the vectors are not those of the inputs in order.",
        None,
        anomaly.detail,
    )
