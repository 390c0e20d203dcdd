"""The rule tool-id-duplicate."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ID_DUPLICATE)
def tool_id_duplicate(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The id of a tool call occurs twice in one answer.

    ## Why it matters
    Ids match results to calls, and a stream sends each once, with the first piece of its call.

    ## Who breaks
    If two calls share an id, maps of results by id lose one and the next turn is rejected. If
    later pieces repeat it, openai-python's stream helper joins them to `call_1call_1`, an id that
    nobody issued; openai-node is safe then.

    ## Example
    Two calls with `"id": "call_0"`, or `"id": "call_1"` in every delta of one call.

    ## When to accept it
    The repetition is in streams only, and no caller uses openai-python's stream helper.

    ## Source
    https://github.com/BerriAI/litellm/issues/20480
    """
    yield Difference(
        anomaly.location, "The id of a tool call occurs twice in one answer.", None, anomaly.detail
    )
