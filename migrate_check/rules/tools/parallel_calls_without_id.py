"""The rule parallel-calls-without-id."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair, Reply
from migrate_check.domain.scenario import Route
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule


@pair_rule(Severity.ERROR, When.BOTH_OK)
def parallel_calls_without_id(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """Several calls of one function have no ids, where the baseline tells them apart by id.

    ## Why it matters
    Without ids results are matched by the function's name, so those of two calls are mixed up.

    ## Who breaks
    Nobody notices: the weather of Tokyo is told as that of Paris. Frameworks that key pending
    calls by id lose all but one.

    ## Example
    `{"functionCall": {"id": "8x2k", "name": "get_weather", …}}` becomes
    `{"functionCall": {"name": "get_weather", …}}`, twice.

    ## When to accept it
    Callers never run two calls of one function in a turn.

    ## Source
    https://github.com/CherryHQ/cherry-studio/pull/16921
    """
    # Elsewhere an id is required, and its absence has a rule of its own.
    if pair.candidate.route is not Route.GEMINI:
        return
    usual, now = pair.baseline.reply, pair.candidate.reply
    if usual is None or now is None or not _all_have_ids(usual):
        return
    nameless = [call.name for call in now.tool_calls if not call.id]
    if len(set(nameless)) < len(nameless):
        yield Difference(
            "tool_calls[].id",
            "Several calls of one function have no ids.",
            "an id on each call",
            "no ids",
        )


def _all_have_ids(reply: Reply) -> bool:
    return bool(reply.tool_calls) and all(call.id for call in reply.tool_calls)
