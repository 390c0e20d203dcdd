"""The rule thought-unsigned."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.THOUGHT_UNSIGNED)
def thought_unsigned(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """A block of thinking comes without its signature.

    ## Why it matters
    Clients send thoughts back with the next tool result, and the provider accepts only thoughts
    that it signed itself.

    ## Who breaks
    Agents: the first answer looks complete, the turn after the first tool call ends with
    `400 Invalid signature in thinking block`.

    ## Example
    `{"type": "thinking", "thinking": "The user wants …", "signature": ""}`, or a stream without
    `signature_delta`.

    ## When to accept it
    No caller uses thinking together with tools.

    ## Source
    https://github.com/router-for-me/CLIProxyAPI/issues/2172
    """
    yield Difference(
        anomaly.location, "A block of thinking has no signature.", None, anomaly.detail
    )
