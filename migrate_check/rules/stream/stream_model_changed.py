"""The rule stream-model-changed."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_MODEL_CHANGED)
def stream_model_changed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The chunks of one stream name different models.

    ## Why it matters
    It can mean that a second upstream took over in the middle of the answer.

    ## Who breaks
    Cost and quality records are booked under the model of whichever chunk the client looks at.

    ## Example
    `"model": "gpt-4o-mini"` in the first chunk and `"model": "llama-3"` in the last.

    ## When to accept it
    The names are aliases of one model and no record depends on them.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/pull/5928
    """
    yield Difference(
        anomaly.location, "The model's name changes within one stream.", None, anomaly.detail
    )
