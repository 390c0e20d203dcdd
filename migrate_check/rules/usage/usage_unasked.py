"""The rule usage-unasked."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.USAGE_UNASKED)
def usage_unasked(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A stream ends with a usage-only chunk that was not asked for.

    ## Why it matters
    Such a chunk has an empty `choices` list, which only callers that asked for it expect.

    ## Who breaks
    The usual loop reads `chunk.choices[0]` and raises IndexError at the end of every stream.

    ## Example
    No `stream_options` in the request, and a last chunk `{"choices": [], "usage": {…}}`.

    ## When to accept it
    Every stream loop tests `chunk.choices` before it reads from it.

    ## Source
    https://github.com/headroomlabs-ai/headroom/pull/2026
    """
    yield Difference(
        anomaly.location,
        "A usage-only chunk comes although it was not asked for.",
        None,
        anomaly.detail,
    )
