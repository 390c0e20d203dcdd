"""The rule tool-index-shared."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_INDEX_SHARED)
def tool_index_shared(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Two ids or names of streamed tool calls come on one index.

    ## Why it matters
    Pieces with one index are joined to one call.

    ## Who breaks
    openai-python's stream helper joins everything: id `call_1call_2`, name `get_weatherget_time`,
    arguments `{…}{…}`. openai-node keeps the last id and name with both arguments. One call is
    lost and the other cannot be parsed.

    ## Example
    `{"index": 0, "id": "call_1"}` and `{"index": 0, "id": "call_2"}`; or a name sent again.

    ## When to accept it
    Only a name is sent again, and no caller uses openai-python's stream helper.

    ## Source
    https://github.com/BerriAI/litellm/pull/37792
    """
    yield Difference(
        anomaly.location,
        "Two ids or names of streamed tool calls come on one index.",
        None,
        anomaly.detail,
    )
