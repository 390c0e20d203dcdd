"""The rule media-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_MISSING)
def media_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A success has no image or sound in it.

    ## Why it matters
    The request was accepted and paid for, and nothing can be shown or played.

    ## Who breaks
    Clients read `data[0].url` or the bytes, and get nothing: an empty frame, an empty file, or an
    exception.

    ## Example
    `{"created": 1, "data": []}`

    ## When to accept it
    Never.

    ## Source
    https://github.com/theopenco/llmgateway/pull/1762
    """
    yield Difference(
        anomaly.location,
        "The answer has no image or sound in it.",
        None,
        anomaly.detail,
    )
