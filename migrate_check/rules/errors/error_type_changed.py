"""The rule error-type-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import client_codes
from migrate_check.rules.errors.taken_apart import is_taken_apart
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ERROR)
def error_type_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An error has another type.

    ## Why it matters
    The type is the coarse class of an error within its status.

    ## Who breaks
    Programs that branch on this type. Types with a well-known remedy have a rule of their own.

    ## Example
    `server_error` on the baseline, `upstream_error` on the candidate.

    ## When to accept it
    No caller reads the type.

    ## Source
    https://platform.openai.com/docs/guides/error-codes
    """
    usual, now = pair.baseline.error, pair.candidate.error
    if usual is None or now is None or is_taken_apart(pair):
        return
    # A field that the format requires is reported as missing.
    if any(anomaly.location == "error.type" for anomaly in pair.candidate.anomalies):
        return
    if usual.type and usual.type not in client_codes and now.type != usual.type:
        yield Difference(
            "error.type",
            f"The type is {now.type or 'not there'} where the baseline says {usual.type}.",
            usual.type,
            now.type,
            subject="" if usual.type.isdigit() else usual.type,
        )
