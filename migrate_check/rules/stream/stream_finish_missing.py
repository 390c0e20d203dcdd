"""The rule stream-finish-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_FINISH_MISSING)
def stream_finish_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream ends although no chunk ever carried a finish or stop reason.

    ## Why it matters
    Without the reason a caller cannot tell a complete answer from one that was cut.

    ## Who breaks
    openai-node: `finalChatCompletion()` throws `missing finish_reason for choice 0`. Agents that
    insist on a reason discard the answer and pay for the turn again; tolerant ones store half an
    answer as whole.

    ## Example
    `{"delta": {"content": "last words"}, "finish_reason": null}`, and then `[DONE]` or the end of
    the body.

    ## When to accept it
    Every caller reads plain text until the connection closes and can live with cut answers.

    ## Source
    https://github.com/anomalyco/opencode/issues/43379
    """
    yield Difference(
        anomaly.location,
        "The stream ends and nothing in it carries a finish reason.",
        None,
        anomaly.detail,
    )
