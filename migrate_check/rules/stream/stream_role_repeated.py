"""The rule stream-role-repeated."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.STREAM_START_REPEATED)
def stream_role_repeated(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """Later deltas of a stream carry the role again.

    ## Why it matters
    The role opens a message; some clients take a second one for a second message.

    ## Who breaks
    openai-python's stream helper joins the roles to `assistantassistant`, which the next request
    of the conversation then sends back. openai-node and loops over `delta.content` are safe.

    ## Example
    `{"role": "assistant", "content": "Hi"}` in every delta.

    ## When to accept it
    No caller uses openai-python's stream helper or an accumulator like it.

    ## Source
    https://github.com/BerriAI/litellm/pull/38153
    """
    if anomaly.location.endswith("role"):
        yield Difference(
            anomaly.location, "The role comes again with later deltas.", None, anomaly.detail
        )
