"""The rule sse-no-space."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def sse_no_space(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The space after `data:` is missing.

    ## Why it matters
    It is optional in the standard, and many hand-written readers look for `data: ` with the
    space.

    ## Who breaks
    Such readers skip every line: the answer is empty and its usage lost. The official SDKs accept
    both.

    ## Example
    `data:{"id": "chatcmpl-1"}`.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://github.com/odysseus-dev/odysseus/pull/1701
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    if "no-space" in pair.candidate.framing and "no-space" not in reference.framings:
        yield Difference("sse data", "There is no space after `data:`.", None, None)
