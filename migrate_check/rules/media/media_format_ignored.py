"""The rule media-format-ignored."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_FORMAT_WRONG)
def media_format_ignored(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The bytes are of another format than was asked for.

    ## Why it matters
    Files are named, served and played by the format that was asked for.

    ## Who breaks
    Browsers and players that trust the name or the content type; pipelines that decode one format;
    prices per format.

    ## Example
    MP3 where `"response_format": "wav"` was sent, PNG where WebP was.

    ## When to accept it
    Every reader looks at the bytes.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/4114
    """
    yield Difference(
        anomaly.location,
        "The bytes are of another format than was asked for.",
        None,
        anomaly.detail,
    )
