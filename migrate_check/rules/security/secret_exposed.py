"""The rule secret-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.anomaly import Anomaly, AnomalyKind
from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, exchange_rule


@exchange_rule(Severity.ERROR, AnomalyKind.LEAK_SECRET)
def secret_exposed(answer: Observation, anomaly: Anomaly) -> Iterator[Answer]:
    """An answer contains something that looks like a credential.

    ## Why it matters
    Whoever holds it can spend your money or read your data.

    ## Who breaks
    The owner of the key; rotate it at once.

    ## Example
    A rejected request is answered with `invalid key sk-…` of the upstream provider.

    ## When to accept it
    It is a test key that opens nothing.

    ## Source
    https://github.com/maximhq/bifrost/issues/3954
    """
    yield Difference(
        anomaly.location,
        "The answer contains something that looks like a credential.",
        None,
        anomaly.detail,
        # The kind of the credential: one that the baseline shows excuses no other.
        subject=anomaly.detail,
    )
