"""The rule tool-id-changed."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_ID_CHANGED)
def tool_id_changed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The pieces of one streamed tool call carry different ids.

    ## Why it matters
    The result must go back under the id of the call.

    ## Who breaks
    openai-python joins the ids to one that nobody issued; openai-node keeps the last, others the
    first. The next turn is rejected or the result is lost.

    ## Example
    Index 0 with `chatcmpl-tool-1` in the first piece and `chatcmpl-tool-2` in the next.

    ## When to accept it
    No caller sends results back.

    ## Source
    https://github.com/vllm-project/vllm/pull/23522
    """
    yield Difference(
        anomaly.location, "The id of a tool call changes between its pieces.", None, anomaly.detail
    )
