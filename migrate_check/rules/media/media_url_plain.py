"""The rule media-url-plain."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.WARNING, AnomalyKind.MEDIA_URL_PLAIN)
def media_url_plain(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The URL of an image is plain http.

    ## Why it matters
    What is loaded without TLS can be read and changed on the way.

    ## Who breaks
    Browsers block such an image on a page that was loaded with https.

    ## Example
    `http://cdn.example/image.png` where the baseline gives https.

    ## When to accept it
    Only servers load the images, inside of one network.

    ## Source
    https://developer.mozilla.org/docs/Web/Security/Mixed_content
    """
    yield Difference(anomaly.location, "The URL is plain http.", None, anomaly.detail)
