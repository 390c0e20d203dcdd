"""The rule sse-byte-order-mark."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def sse_byte_order_mark(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A stream begins with a byte order mark.

    ## Why it matters
    The standard says to skip it; hardly any client does.

    ## Who breaks
    openai-python and anthropic-sdk-python do not recognise the first line and lose the first
    event. Without `message_start` the Anthropic accumulator raises `Unexpected event order`.

    ## Example
    The bytes `EF BB BF` before the first `data:`.

    ## When to accept it
    Never: one event is lost.

    ## Source
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    if pair.baseline.body_kind is not BodyKind.SSE:
        return
    if "bom" in pair.candidate.framing and "bom" not in reference.framings:
        yield Difference(
            "sse byte order mark", "The stream begins with a byte order mark.", None, None
        )
