"""The rule media-form-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_CARRIER_WRONG)
def media_form_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The image does not come in the form that `response_format` asked for.

    ## Why it matters
    A URL and base64 are read from different fields.

    ## Who breaks
    `data[0].url` is None where a URL was asked for; code that stores `b64_json` has nothing to
    store.

    ## Example
    `b64_json` where `"response_format": "url"` was sent.

    ## When to accept it
    Callers read whichever field is there.

    ## Source
    https://github.com/basketikun/chatgpt2api/pull/22
    """
    yield Difference(
        anomaly.location,
        "The image does not come in the form that was asked for.",
        None,
        anomaly.detail,
    )
