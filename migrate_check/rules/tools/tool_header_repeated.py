"""The rule tool-header-repeated."""

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.json_value import Json
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Route
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, Nature, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK, Nature.SAMPLED)
def tool_header_repeated(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """The id or the name of a streamed tool call is sent again with later pieces.

    ## Why it matters
    Providers send both once, with the first piece; accumulators may join them like the arguments.

    ## Who breaks
    openai-python's stream helper concatenates: the id becomes `call_1call_1` and the name
    `get_weatherget_weather`. openai-node overwrites and is safe.

    ## Example
    Every delta carries `{"index": 0, "id": "call_1", …}`.

    ## When to accept it
    No caller uses openai-python's stream helper or an accumulator like it.

    ## Source
    https://github.com/BerriAI/litellm/issues/20480
    """
    reply = pair.candidate.reply
    if pair.candidate.route is Route.OPENAI_CHAT and reply is not None and reply.tool_calls:
        for field in sorted(_repeated(pair.candidate)):
            yield Difference(
                f"choices[].delta.tool_calls[].{field}",
                "The id or the name of a streamed tool call is sent again with later pieces.",
                None,
                field,
            )


def _repeated(answer: Observation) -> set[str]:
    first: dict[tuple[int, str], str] = {}
    repeated: set[str] = set()
    for piece in _pieces(answer):
        for place, value in _header(piece):
            # A value that changes is another pattern, with a rule of its own.
            if first.get(place) == value:
                repeated.add(place[1])
            first.setdefault(place, value)
    return repeated


def _header(piece: dict[str, Json]) -> Iterator[tuple[tuple[int, str], str]]:
    index, function = piece.get("index"), piece.get("function")
    name = function.get("name") if isinstance(function, dict) else None
    for field, value in (("id", piece.get("id")), ("function.name", name)):
        if isinstance(index, int) and isinstance(value, str) and value:
            yield (index, field), value


def _pieces(answer: Observation) -> Iterator[dict[str, Json]]:
    for event in answer.events:
        choices = event.document.get("choices") if isinstance(event.document, dict) else None
        first = choices[0] if isinstance(choices, list) and choices else None
        delta = first.get("delta") if isinstance(first, dict) else None
        calls = delta.get("tool_calls") if isinstance(delta, dict) else None
        for piece in calls if isinstance(calls, list) else ():
            if isinstance(piece, dict):
                yield piece
