"""The rule content-after-finish."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_CONTENT_AFTER_FINISH)
def content_after_finish(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Content of a choice arrives after that choice was said to be finished.

    ## Why it matters
    The finish reason declares the content complete.

    ## Who breaks
    openai-python and openai-node fire `content.done` with the text so far, and only once: the
    rest is missing from it. Loops that leave at the finish reason lose the same text.

    ## Example
    `"finish_reason": "stop"`, then `"delta": {"content": " and more"}`.

    ## When to accept it
    All callers concatenate every delta until the body ends.

    ## Source
    https://platform.openai.com/docs/api-reference/chat-streaming
    """
    yield Difference(
        anomaly.location,
        "Content arrives after the finish reason of its choice.",
        None,
        anomaly.detail,
    )
