"""The rule stream-done-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_DONE_MISSING)
def stream_done_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Chat Completions stream ends without `data: [DONE]`.

    ## Why it matters
    The mark tells a complete stream from a connection that a proxy closed.

    ## Who breaks
    Hand-written readers that wait for the mark run into their read timeout or report a broken
    stream. The official SDKs stop at the end of the body as well.

    ## Example
    The chunk with `finish_reason` is the last thing in the body.

    ## When to accept it
    All callers use the official SDKs, or read to the end of the body.

    ## Source
    https://github.com/BerriAI/litellm/issues/1255
    """
    yield Difference(
        anomaly.location, "The stream ends without `data: [DONE]`.", None, anomaly.detail
    )
