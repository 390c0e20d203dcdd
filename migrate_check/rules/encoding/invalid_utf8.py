"""The rule invalid-utf8."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.BODY_INVALID_UTF8)
def invalid_utf8(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The body is not valid UTF-8.

    ## Why it matters
    JSON and server-sent events are UTF-8 by definition.

    ## Who breaks
    Decoders raise, or put replacement characters into the text.

    ## Example
    A two-byte character cut in half: `caf\xc3`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/api7/aisix/issues/111
    """
    yield Difference(anomaly.location, "The body is not valid UTF-8.", None, anomaly.detail)
