"""The rule media-count-wrong."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_COUNT_WRONG)
def media_count_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """There are more or fewer images than were asked for.

    ## Why it matters
    `n` says how many are wanted, and each is paid for.

    ## Who breaks
    Callers that show a choice of images; `data[1]` raises.

    ## Example
    One image where `"n": 2` was sent.

    ## When to accept it
    No caller sends `n`.

    ## Source
    https://platform.openai.com/docs/api-reference/images/create
    """
    yield Difference(
        anomaly.location,
        "There are not as many images as were asked for.",
        None,
        anomaly.detail,
    )
