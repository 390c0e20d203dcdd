"""The rule transcript-form-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.TRANSCRIPT_FORM_WRONG)
def transcript_form_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The transcript does not come in the form that `response_format` asked for.

    ## Why it matters
    Each form is read by another program: JSON, plain text, or subtitles with times.

    ## Who breaks
    Subtitle pipelines fail or write subtitles without times; JSON parsers raise on plain text.

    ## Example
    `{"text": "…"}` where `"response_format": "srt"` was sent.

    ## When to accept it
    No caller sends `response_format`.

    ## Source
    https://github.com/radicalbit/radicalbit-ai-gateway/pull/53
    """
    yield Difference(
        anomaly.location,
        "The transcript does not come in the form that was asked for.",
        None,
        anomaly.detail,
    )
