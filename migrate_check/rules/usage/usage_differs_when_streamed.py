"""The rule usage-differs-when-streamed."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import Observation
from migrate_check.rules.rule import Answer, Twin, metamorphic_rule

# The same allowance as between the two sides.
_TOKENS, _SHARE = 3, 0.05


@metamorphic_rule(Severity.WARNING)
def usage_differs_when_streamed(twin: Twin) -> Iterator[Answer]:
    """Streamed and unstreamed answers to one request count different prompt tokens.

    ## Why it matters
    In streams the counts arrive in pieces, and a placeholder or an estimate may be left standing.

    ## Who breaks
    Cost and context size depend on the mode: agents that stream do not see how full the context
    is.

    ## Example
    `input_tokens: 4144` unstreamed; `message_start` says 0 and nothing corrects it.

    ## When to accept it
    All callers use only one of the two modes.

    ## Source
    https://github.com/LibreChat-AI/agents/pull/308
    """
    plain, stream = _only(twin.candidate_plain), _only(twin.candidate_stream)
    if plain is None or stream is None or not _apart(plain, stream):
        return
    expected, expected_stream = _only(twin.baseline_plain), _only(twin.baseline_stream)
    if expected is None or expected_stream is None or _apart(expected, expected_stream):
        return
    yield Difference(
        "usage.input_tokens",
        "Streamed and unstreamed answers to one request count different prompt tokens.",
        None,
        f"{stream} streamed, {plain} unstreamed",
    )


def _only(answers: tuple[Observation, ...]) -> int | None:
    """The one count of prompt tokens that all answers agree on."""
    counts = {
        answer.reply.usage.input_tokens if answer.reply and answer.reply.usage else None
        for answer in answers
    }
    return counts.pop() if len(counts) == 1 else None


def _apart(one: int, other: int) -> bool:
    return abs(one - other) > max(_TOKENS, _SHARE * max(one, other))
