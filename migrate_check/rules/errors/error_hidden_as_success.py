"""The rule error-hidden-as-success."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.scenario import Auth
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ANSWERED)
def error_hidden_as_success(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The candidate answers a request that the baseline rejects.

    ## Why it matters
    The rejection told the caller of a mistake; the success hides it: an unknown model is served
    by another one, an unknown parameter is dropped.

    ## Who breaks
    Callers that rely on the error: fall-backs, validation, tests. Money is spent on what nobody
    asked for.

    ## Example
    `404 model_not_found` on the baseline, `200` and some answer on the candidate.

    ## When to accept it
    The gateway documents the leniency and no caller needs the error.

    ## Source
    https://github.com/xybrid-ai/xybrid/pull/463
    """
    # Credentials are the matter of a rule of their own.
    if pair.trial.case.auth is not Auth.VALID or pair.baseline.ok:
        return
    # A limit that is higher, or not reached yet, hides no mistake of the caller.
    if pair.baseline.status == 429 or not (pair.candidate.ok or pair.candidate.hung_up):
        return
    if all(status >= 400 for status in reference.statuses):
        error = pair.baseline.error
        yield Difference(
            "status",
            "The request is answered where the baseline rejects it.",
            f"{pair.baseline.status} {(error and error.message) or ''}"[:200].strip(),
            str(pair.candidate.status),
        )
