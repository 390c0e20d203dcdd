"""The rule empty-choices-first."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.STREAM_CHOICES_EMPTY_EARLY)
def empty_choices_first(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A chunk with empty `choices` comes before any content, and it carries no usage.

    ## Why it matters
    The usual loop reads `chunk.choices[0]`, because a provider sends an empty list only with the
    usage at the end.

    ## Who breaks
    `chunk.choices[0].delta` raises IndexError in Python and TypeError in JavaScript on the first
    chunk: the whole answer is lost.

    ## Example
    `{"id": "", "choices": [], "prompt_filter_results": []}` as the first chunk.

    ## When to accept it
    Every stream loop tests `chunk.choices` before it reads from it.

    ## Source
    https://github.com/pydantic/logfire/issues/64
    """
    yield Difference(
        anomaly.location,
        "A chunk with empty choices comes before the content.",
        None,
        anomaly.detail,
    )
