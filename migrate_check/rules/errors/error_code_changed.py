"""The rule error-code-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import client_codes
from migrate_check.rules.errors.taken_apart import is_taken_apart
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ERROR)
def error_code_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An error has another code, or none.

    ## Why it matters
    The code is the fine class of an error.

    ## Who breaks
    Programs that branch on this code. Codes with a well-known remedy have a rule of their own.

    ## Example
    `"code": 400` on the baseline, no `code` on the candidate.

    ## When to accept it
    No caller reads the code.

    ## Source
    https://github.com/BerriAI/litellm/issues/7259
    """
    usual, now = pair.baseline.error, pair.candidate.error
    if usual is None or now is None or is_taken_apart(pair):
        return
    # A field that the format requires is reported as missing.
    if any(anomaly.location == "error.code" for anomaly in pair.candidate.anomalies):
        return
    if usual.code and usual.code not in client_codes and now.code != usual.code:
        yield Difference(
            "error.code",
            f"The code is {now.code or 'not there'} where the baseline says {usual.code}.",
            usual.code,
            now.code,
            subject="" if usual.code.isdigit() else usual.code,
        )
