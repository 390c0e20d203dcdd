"""The rule error-code-lost."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import client_codes
from migrate_check.rules.errors.taken_apart import is_taken_apart
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_ERROR)
def error_code_lost(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An error no longer has the code that programs branch on.

    ## Why it matters
    Some codes have a remedy: shorten the prompt, wait, renew the key, ask for another model.

    ## Who breaks
    The remedy never runs: agents do not compact, and send the same oversized prompt again.

    ## Example
    `"code": "context_length_exceeded"` on the baseline, `"code": "400"` on the candidate.

    ## When to accept it
    No caller branches on the code.

    ## Source
    https://github.com/BerriAI/litellm/issues/7259
    """
    usual, now = pair.baseline.error, pair.candidate.error
    if usual is None or now is None or is_taken_apart(pair):
        return
    for field, code, given in (("type", usual.type, now.type), ("code", usual.code, now.code)):
        if code in client_codes and given != code:
            yield Difference(
                f"error.{field}",
                f"The {field} `{code}`, which programs branch on, is not there.",
                code,
                given,
                subject=code,
            )
