"""The rule media-url-local."""

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.MEDIA_URL_LOCAL)
def media_url_local(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The URL of an image leads to a host that callers cannot reach.

    ## Why it matters
    The link was made for the server itself, not for its callers.

    ## Who breaks
    Every image is broken in production, though it works on the machine of the gateway.

    ## Example
    `http://localhost:3000/image/1711` in place of the address of a public store.

    ## When to accept it
    All callers run in the same private network.

    ## Source
    https://github.com/QuantumNous/new-api/issues/144
    """
    yield Difference(
        anomaly.location,
        "The URL leads to a host that callers cannot reach.",
        None,
        anomaly.detail,
    )
