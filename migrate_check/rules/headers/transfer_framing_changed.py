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

    ## Source
    https://www.rfc-editor.org/rfc/rfc9112#section-6
    """
    if not comparable(pair):
        return
    usual, now = _framing(pair.baseline), _framing(pair.candidate)
    if usual != now:
        yield Difference("framing", f"The answer comes as {now} instead of {usual}.", usual, now)


def _framing(answer: Observation) -> str:
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        return f"{answer.http_version}, chunks"
    if "content-length" in answer.headers:
        return f"{answer.http_version}, a counted body"
    return f"{answer.http_version}, a body"
