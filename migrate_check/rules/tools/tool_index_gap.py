"""The rule tool-index-gap."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TOOL_INDEX_GAP)
def tool_index_gap(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The indices of the streamed tool calls do not count up from 0.

    ## Why it matters
    Accumulators use the index as a position in the list of calls.

    ## Who breaks
    openai-python's stream helper raises `IndexError: list index out of range`; openai-node leaves
    a hole in the list, and reading its fields raises TypeError.

    ## Example
    The only call has index 1, because a text block took 0 upstream.

    ## When to accept it
    Nobody streams tool calls from this route.

    ## Source
    https://github.com/BerriAI/litellm/issues/5231
    """
    yield Difference(
        anomaly.location, "The indices of the streamed tool calls have a gap.", None, anomaly.detail
    )
