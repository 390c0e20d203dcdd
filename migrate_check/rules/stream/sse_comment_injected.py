"""The rule sse-comment-injected."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def sse_comment_injected(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A stream carries comment lines that the baseline's streams never have.

    ## Why it matters
    Comments are legal and used as keep-alive, yet many line-oriented readers know only `data:`.

    ## Who breaks
    Readers that parse every line as JSON fail or return nothing. The official SDKs skip comments.

    ## Example
    `: keepalive` or `: x-request-cost=0.0001` between the events.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://github.com/diegosouzapw/OmniRoute/issues/7031
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    if "comment" in pair.candidate.framing and "comment" not in reference.framings:
        yield Difference("sse comment", "The stream carries SSE comment lines.", None, None)
