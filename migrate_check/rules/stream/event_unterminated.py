"""The rule event-unterminated."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.EVENT_UNTERMINATED)
def event_unterminated(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body ends inside an event, before the blank line that completes it.

    ## Why it matters
    By the standard an incomplete event is thrown away.

    ## Who breaks
    openai-python and anthropic-sdk-python drop it, without an exception: the finish reason, the
    usage or the last words are missing.

    ## Example
    The body ends with `data: {"choices": [{"finish_reason": "stop"` or lacks its last line break.

    ## When to accept it
    What is cut off is only the end mark.

    ## Source
    https://github.com/dativo-io/talon/issues/393
    """
    # Every client is done at the end mark, whether a blank line follows it or not.
    if answer.events and answer.events[-1].data != "[DONE]":
        yield Difference(anomaly.location, "The body ends inside an event.", None, anomaly.detail)
