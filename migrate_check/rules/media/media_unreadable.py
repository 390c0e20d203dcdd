"""The rule media-unreadable."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_UNREADABLE)
def media_unreadable(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """What should be an image or a sound has no such bytes.

    ## Why it matters
    A file that no program can open is a failure that looks like a success.

    ## Who breaks
    Decoders raise, browsers show a broken image, players stay silent.

    ## Example
    A `data:` URL in `b64_json`, JSON or base64 text in place of the bytes of a sound.

    ## When to accept it
    The format is one that this program does not know, and callers do.

    ## Source
    https://github.com/theopenco/llmgateway/pull/1762
    """
    yield Difference(
        anomaly.location,
        "The bytes are those of no image or sound.",
        None,
        anomaly.detail,
    )
