"""The rule stream-terminal-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_TERMINAL_MISSING)
def stream_terminal_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream ends without the event that closes it.

    ## Why it matters
    `message_stop` of Messages, and `response.completed`, `.incomplete` or `.failed` of Responses,
    are the only proof that the connection did not merely break off.

    ## Who breaks
    anthropic-sdk-typescript adds the message on this event: without it `finalMessage()` throws
    `stream ended without producing a Message with role=assistant`. openai-python raises
    `Didn't receive a response.completed event`, and Codex sends the turn again, up to five times.

    ## Example
    `message_delta` with the stop reason arrives, then the body ends.

    ## When to accept it
    Only anthropic-sdk-python reads these streams; its accumulator does not need the event.

    ## Source
    https://github.com/QuantumNous/new-api/pull/5345
    """
    yield Difference(
        anomaly.location,
        f"The stream ends without `{anomaly.location}`.",
        None,
        anomaly.detail,
    )
