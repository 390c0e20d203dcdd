"""The rule stream-content-type."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_CONTENT_TYPE)
def stream_content_type(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Server-sent events come with another content type.

    ## Why it matters
    `text/event-stream` is what browsers, proxies and event-source libraries go by.

    ## Who breaks
    EventSource, okhttp-sse and fetch-event-source refuse the answer; a proxy in between may
    buffer or compress it. The official Python and Node SDKs do not look.

    ## Example
    `Content-Type: text/plain` or `application/json` over a body of `data:` lines.

    ## When to accept it
    All callers use the official Python or Node SDKs, with no proxy in between.

    ## Source
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    yield Difference(
        anomaly.location,
        "The stream's content type is not `text/event-stream`.",
        None,
        anomaly.detail,
    )
