"""The rule content-length-wrong."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.CONTENT_LENGTH_WRONG)
def content_length_wrong(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body has another length than its header says.

    ## Why it matters
    A proxy changed the body and kept the header.

    ## Who breaks
    Clients cut the body, wait for bytes that never come, or read the next answer of the
    connection as this one.

    ## Example
    `content-length: 120` and 340 bytes.

    ## When to accept it
    Never.

    ## Source
    https://github.com/diegosouzapw/OmniRoute/pull/2291
    """
    yield Difference(
        anomaly.location, "The body has another length than its header says.", None, anomaly.detail
    )
