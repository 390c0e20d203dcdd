"""The rule sse-event-without-data."""

import re
from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import BodyKind, Observation, ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_FIELDS = frozenset({"event-field", "id-field", "retry-field"})
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n){2,}")
_OTHER_FIELD = re.compile(r"^(?:event|id|retry):", re.MULTILINE)
_DATA = re.compile(r"^data(?::|$)", re.MULTILINE)


@pair_rule(Severity.ERROR, When.BOTH_OK)
def sse_event_without_data(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """An event of a Chat Completions stream has fields but no `data:` line.

    ## Why it matters
    By the standard such an event is ignored; clients that parse the data of each event find an
    empty text.

    ## Who breaks
    openai-python raises JSONDecodeError: the stream is lost from there on.

    ## Example
    `retry: 3000` or `event: ping`, followed by a blank line.

    ## When to accept it
    No caller uses openai-python.

    ## Source
    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    if pair.candidate.route is not Route.OPENAI_CHAT or pair.baseline.body_kind is not BodyKind.SSE:
        return
    block = _without_data(pair.candidate)
    if block is not None and _without_data(pair.baseline) is None:
        yield Difference("sse event", "An event of the stream has no `data:` line.", None, block)


def _without_data(answer: Observation) -> str | None:
    # Splitting the body is slow, and without such a field there is nothing to find.
    if answer.body_kind is not BodyKind.SSE or not answer.framing & _FIELDS:
        return None
    for block in _BLANK_LINE.split(answer.body_text):
        if _OTHER_FIELD.search(block) and not _DATA.search(block):
            return block.strip()[:80]
    return None
