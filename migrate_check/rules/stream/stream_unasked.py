"""The rule stream-unasked."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_UNASKED)
def stream_unasked(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer is streamed although no stream was asked for.

    ## Why it matters
    The caller parses one JSON document and gets events.

    ## Who breaks
    openai-python returns the raw text instead of a completion, so `.choices` raises
    AttributeError; JSON parsers fail at `data:`.

    ## Example
    No `stream` in the request, and a body of `data: {…}` lines.

    ## When to accept it
    Never: an unstreamed call cannot read it.

    ## Source
    https://platform.openai.com/docs/api-reference/chat-streaming
    """
    yield Difference(
        anomaly.location,
        "The answer is a stream although none was asked for.",
        None,
        anomaly.detail,
    )
