"""The rule data-after-end."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.domain.scenario import Route
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_DATA_AFTER_END)
def data_after_end(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream goes on after the event that closes it.

    ## Why it matters
    Clients stop reading at the closing event; what comes later is lost, or lands in the next
    answer on the same connection.

    ## Who breaks
    openai-python and openai-node leave their loop at `[DONE]`: content or usage behind it is
    never seen.

    ## Example
    `data: [DONE]` and then a chunk with `usage`.

    ## When to accept it
    What comes late is a copy of what was sent before.

    ## Source
    https://platform.openai.com/docs/api-reference/chat-streaming
    """
    # OpenAI's end mark behind a Messages stream has no event name, so clients skip it.
    foreign_mark = answer.route is Route.ANTHROPIC_MESSAGES and answer.events[-1].data == "[DONE]"
    if not foreign_mark:
        yield Difference(
            anomaly.location, "Data follows the event that closes the stream.", None, anomaly.detail
        )
