"""The rule media-size-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_SIZE_WRONG)
def media_size_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The image has another size than was asked for.

    ## Why it matters
    Size decides about layout and price.

    ## Who breaks
    Pages and documents whose layout is made for the size; budgets, where larger images cost more.

    ## Example
    864x1821 pixels where `1024x1024` was asked for.

    ## When to accept it
    Images are scaled anyway, and cost the same.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/4114
    https://github.com/theopenco/llmgateway/pull/2105
    """
    yield Difference(
        anomaly.location,
        "The image has another size than was asked for.",
        None,
        anomaly.detail,
    )
