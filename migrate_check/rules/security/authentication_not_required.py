"""The rule authentication-not-required."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.scenario import Auth
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def authentication_not_required(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A request without valid credentials is answered.

    ## Why it matters
    Anyone who reaches the address can use the model on your account.

    ## Who breaks
    The owner of the account.

    ## Example
    No `Authorization` header: `401` on the baseline, `200` on the candidate.

    ## When to accept it
    The gateway is reachable only from a trusted network, on purpose.

    ## Source
    https://cwe.mitre.org/data/definitions/306.html
    """
    auth = pair.trial.case.auth
    if (
        auth in (Auth.INVALID, Auth.MISSING)
        and pair.baseline.status in (401, 403)
        and pair.candidate.ok
    ):
        yield Difference(
            f"credentials {auth.value}",
            f"A request with {auth.value} credentials is answered.",
            str(pair.baseline.status),
            str(pair.candidate.status),
        )
