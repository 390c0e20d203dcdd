"""The rule stream-id-changed."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_ID_CHANGED)
def stream_id_changed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The chunks of one stream carry different ids.

    ## Why it matters
    The id says which chunks belong together.

    ## Who breaks
    Clients that group chunks by id show several messages; logs and traces cannot be joined. The
    official SDKs keep the first or the last id and go on.

    ## Example
    `"id": "chatcmpl-1"` in the first chunk and `"id": "chatcmpl-2"` in the next.

    ## When to accept it
    Nobody groups chunks, logs or support requests by id.

    ## Source
    https://platform.openai.com/docs/api-reference/chat-streaming
    """
    yield Difference(anomaly.location, "The id changes within one stream.", None, anomaly.detail)
