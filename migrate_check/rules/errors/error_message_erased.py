"""The rule error-message-erased."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.errors.statuses import is_generic
from migrate_check.rules.errors.taken_apart import is_taken_apart
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_ERROR)
def error_message_erased(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An error's message no longer tells what is wrong.

    ## Why it matters
    The message is what developers and support work with.

    ## Who breaks
    People: nobody can tell which field was wrong. Programs that search the message find
    nothing.

    ## Example
    `Invalid schema for function get_weather` on the baseline, `Bad gateway` on the candidate.

    ## When to accept it
    The gateway logs the original message and you can read its log.

    ## Source
    https://github.com/Helicone/helicone/pull/5070
    """
    usual, now = pair.baseline.error, pair.candidate.error
    if usual is None or now is None or is_generic(usual.message) or is_taken_apart(pair):
        return
    # A message that the format requires is reported as missing.
    if any(anomaly.location == "error.message" for anomaly in pair.candidate.anomalies):
        return
    if is_generic(now.message):
        yield Difference(
            "error.message",
            "The message no longer tells what is wrong.",
            usual.message,
            now.message,
        )
