"""The imitated model: from what is asked to what it says."""

from __future__ import annotations

from migrate_check.lab import tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Call, Demand, Finish, Spoken
from migrate_check.lab.phrases import variants
from migrate_check.lab.tool_use import calls_for

_CALL_OVERHEAD_TOKENS = 5
# A sampled model mostly says the same: the first wording in about two of three answers.
_FAVOURITE_RATE = 0.6


def speak(demand: Demand, chance: Chance) -> Spoken:
    """One answer, within the token limit and up to the first stop sequence."""
    calls = calls_for(demand)
    if calls:
        return _called(calls, demand.max_tokens)
    wordings = _in_own_order(variants(demand), demand.served)
    if demand.steady or chance.hits(_FAVOURITE_RATE):
        return _said(wordings[0], demand)
    return _said(chance.choice(wordings), demand)


def _in_own_order(wordings: tuple[str, ...], model: str) -> tuple[str, ...]:
    """Each model prefers another wording, so that a swapped model can be told by its words."""
    start = Chance("voice", model).below(len(wordings))
    return wordings[start:] + wordings[:start]


def _said(text: str, demand: Demand) -> Spoken:
    finish, met = Finish.STOP, None
    for sequence in demand.stop:
        before, found, _ = text.partition(sequence)
        if found:
            text, finish, met = before, Finish.SEQUENCE, sequence
    pieces = tokens.split(text)
    if demand.max_tokens is not None and len(pieces) > demand.max_tokens:
        pieces, finish, met = pieces[: demand.max_tokens], Finish.LENGTH, None
    # The end of the turn is a token too: an empty answer does not count as nothing.
    return Spoken("".join(pieces), (), finish, met, max(len(pieces), 1))


def _called(calls: tuple[Call, ...], limit: int | None) -> Spoken:
    spent = 0
    kept: list[Call] = []
    for call in calls:
        pieces = tokens.split(call.arguments)
        spent += _CALL_OVERHEAD_TOKENS + tokens.count(call.name)
        room = len(pieces) if limit is None else limit - spent
        if room < len(pieces):
            kept.append(Call(call.name, "".join(pieces[: max(room, 0)])))
            return Spoken("", tuple(kept), Finish.LENGTH, None, limit or 0)
        spent += len(pieces)
        kept.append(call)
    return Spoken("", tuple(kept), Finish.CALLS, None, spent)
