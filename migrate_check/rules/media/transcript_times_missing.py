"""The rule transcript-times-missing."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TRANSCRIPT_TIMES_MISSING)
def transcript_times_missing(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The transcript lacks the segments or words that were asked for.

    ## Why it matters
    `verbose_json` and `timestamp_granularities` are sent for the sake of the times.

    ## Who breaks
    Subtitles and word highlights stay empty; `transcript.segments` is None.

    ## Example
    `{"text": "…"}` alone where `verbose_json` was asked for.

    ## When to accept it
    Only the text is read.

    ## Source
    https://github.com/radicalbit/radicalbit-ai-gateway/pull/53
    """
    yield Difference(
        anomaly.location,
        "The transcript lacks times that were asked for.",
        None,
        anomaly.detail,
    )
