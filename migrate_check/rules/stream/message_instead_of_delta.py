"""The rule message-instead-of-delta."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_MESSAGE_NOT_DELTA)
def message_instead_of_delta(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A chunk carries a complete `message` where a `delta` belongs.

    ## Why it matters
    Stream clients read `delta` only, so the text is there and nobody sees it.

    ## Who breaks
    `chunk.choices[0].delta.content` raises AttributeError in openai-python and TypeError in
    openai-node; tolerant clients show an empty answer.

    ## Example
    `{"object": "chat.completion.chunk", "choices": [{"index": 0, "message": {"content": "x"}}]}`.

    ## When to accept it
    No caller streams from this route.

    ## Source
    https://github.com/Portkey-AI/gateway/issues/858
    """
    yield Difference(
        anomaly.location, "A chunk carries `message` instead of `delta`.", None, anomaly.detail
    )
