"""The rule deltas-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.DELTAS_MISSING)
def deltas_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A Responses stream delivers a text only in its `.done` event: not one delta comes before.

    ## Why it matters
    The stream is none: whatever is shown while it arrives is built from deltas.

    ## Who breaks
    Clients that render deltas show an empty reply at status 200, and nobody sees anything before
    the end.

    ## Example
    `response.created`, `response.output_text.done` with the whole text, `response.completed`.

    ## When to accept it
    Every caller reads the final response only; then ask without `stream`.

    ## Source
    https://github.com/Sophomoresty/gemini-web2api/pull/57
    """
    yield Difference(
        anomaly.location,
        "The text comes in one piece, and not in deltas.",
        None,
        anomaly.detail,
    )
