"""The rule sse-multiline-data."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.WARNING, When.BOTH_OK)
def sse_multiline_data(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """One event is spread over several `data:` lines.

    ## Why it matters
    It is legal, and no large provider does it, so readers that take each line for an event were
    never caught out.

    ## Who breaks
    Such readers parse a fragment of JSON and fail. The official SDKs join the lines.

    ## Example
    Pretty-printed JSON: `data: {`, `data:   "type": "ping"`, `data: }`.

    ## When to accept it
    All callers use the official SDKs or a real SSE parser.

    ## Source
    https://github.com/SamSaffron/term-llm/pull/456
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    if "multiline-data" in pair.candidate.framing and "multiline-data" not in reference.framings:
        yield Difference("sse data", "An event is spread over several `data:` lines.", None, None)
