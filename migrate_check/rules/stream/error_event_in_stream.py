"""The rule error-event-in-stream."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Nature, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_ERROR_EVENT, nature=Nature.SAMPLED)
def error_event_in_stream(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream that began well carries an error event.

    ## Why it matters
    The status was 200, so retries that look at the status never happen and the answer stays
    incomplete.

    ## Who breaks
    openai-python and openai-node raise APIError in the middle of the loop; the Anthropic SDKs
    raise on `event: error`. Text already shown must be taken back.

    ## Example
    `data: {"error": {"message": "upstream timed out"}}` after some chunks.

    ## When to accept it
    The rate is no higher than the baseline's, and callers retry broken streams.

    ## Source
    https://docs.anthropic.com/en/api/messages-streaming
    """
    yield Difference(anomaly.location, "The stream carries an error event.", None, anomaly.detail)
