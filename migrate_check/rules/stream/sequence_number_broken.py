"""The rule sequence-number-broken."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.SEQUENCE_BROKEN)
def sequence_number_broken(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """`sequence_number` of a Responses stream repeats or goes back.

    ## Why it matters
    The number orders the events and marks the place from which a broken stream is taken up again
    with `starting_after`.

    ## Who breaks
    Clients that resume a background response get events twice or lose some; readers that sort or
    drop repeated numbers lose text.

    ## Example
    `"sequence_number": 7` on two events, or a counter that starts again with each item.

    ## When to accept it
    No caller resumes streams or looks at the number.

    ## Source
    https://platform.openai.com/docs/api-reference/responses-streaming
    """
    yield Difference(
        anomaly.location,
        "The sequence numbers of the stream do not grow.",
        None,
        anomaly.detail,
    )
