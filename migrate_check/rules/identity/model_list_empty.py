"""The rule model-list-empty."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MODEL_LIST_EMPTY)
def model_list_empty(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The list of models is empty.

    ## Why it matters
    A list is how clients find out what they may ask for. An empty one says that nothing is there.

    ## Who breaks
    Applications whose users choose a model show an empty menu; health checks that look for their
    model fail.

    ## Example
    `{"object": "list", "data": []}`

    ## When to accept it
    Nobody asks for the list.

    ## Source
    https://platform.openai.com/docs/api-reference/models/list
    """
    yield Difference(anomaly.location, "The list of models is empty.", None, anomaly.detail)
