"""The rule foreign-object."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.OBJECT_FOREIGN)
def foreign_object(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """The answer is another format's object.

    ## Why it matters
    The gateway did not translate the answer back into the format of the route.

    ## Who breaks
    Official SDKs build an object whose fields are all None; the caller sees an empty answer or
    a TypeError.

    ## Example
    `/v1/messages` answers `{"object": "chat.completion", …}`.

    ## When to accept it
    Never.

    ## Source
    https://github.com/agentgateway/agentgateway/issues/3040
    """
    yield Difference(
        anomaly.location, "The answer is another format's object.", None, anomaly.detail
    )
