"""The rule stream-answered-as-json."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_NOT_SSE)
def stream_answered_as_json(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream was asked for and the answer is not one.

    ## Why it matters
    A stream reader finds no event in such a body.

    ## Who breaks
    The official SDKs iterate zero chunks: the answer is empty and no exception is raised,
    although the tokens are billed.

    ## Example
    `"stream": true`, and a body `{"object": "chat.completion", …}`.

    ## When to accept it
    No caller streams from this route.

    ## Source
    https://github.com/haibbo/cf-openai-azure-proxy/pull/71
    """
    yield Difference(
        anomaly.location,
        "The request asked for a stream and the body is not one.",
        None,
        anomaly.detail,
    )
