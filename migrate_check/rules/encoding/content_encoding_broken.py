"""The rule content-encoding-broken."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.CONTENT_ENCODING_BROKEN)
def content_encoding_broken(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body is not compressed in the way that its header says.

    ## Why it matters
    A proxy decompressed the body and kept the header, or compressed it and said nothing.

    ## Who breaks
    Every client raises a decompression error on a 200.

    ## Example
    `content-encoding: gzip` and plain JSON.

    ## When to accept it
    Never.

    ## Source
    https://github.com/agentgateway/agentgateway/issues/3040
    """
    yield Difference(
        anomaly.location,
        "The body is not compressed in the way that its header says.",
        None,
        anomaly.detail,
    )
