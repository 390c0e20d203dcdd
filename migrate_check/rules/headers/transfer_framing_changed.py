"""The rule transfer-framing-changed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.rules.headers.names import comparable
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.NOTE, When.BOTH_ANSWERED)
def transfer_framing_changed(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The answer comes in another HTTP version or framing.

    ## Why it matters
    Both are legal. HTTP/1.0 and closed connections cost a handshake per request.

    ## Who breaks
    Connection pools that count on keep-alive; clients that want a length.

    ## Example
    HTTP/1.1 with chunks on the baseline, HTTP/1.0 until the connection closes on the candidate.

    ## When to accept it
    Latency is good enough.
    """
    usual, now = _framing(pair.baseline), _framing(pair.candidate)
    if usual != now and comparable(pair):
        yield Difference("framing", f"The answer comes as {now} instead of {usual}.", usual, now)


def _framing(answer: Observation) -> str:
    headers = answer.headers
    if "chunked" in headers.get("transfer-encoding", "").lower():
        how = "chunks"
    elif "content-length" in headers:
        how = "a counted body"
    else:
        how = "a body"
    return f"{answer.http_version}, {how}"
