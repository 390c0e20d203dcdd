"""The rule stream-role-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_ROLE_MISSING)
def stream_role_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """No delta of the stream says which role speaks.

    ## Why it matters
    The role opens the message that later deltas are appended to.

    ## Who breaks
    openai-node: `finalChatCompletion()` throws `missing role for choice 0`. openai-python keeps
    `role=None`, which the next request of the conversation then sends back. LangChain builds a
    chunk of another type.

    ## Example
    The first delta is `{"content": "Hi"}` instead of `{"role": "assistant", "content": ""}`.

    ## When to accept it
    All callers take `delta.content` and nothing else.

    ## Source
    https://github.com/maximhq/bifrost/issues/6523
    """
    yield Difference(
        anomaly.location, "No delta of the stream carries a role.", None, anomaly.detail
    )
