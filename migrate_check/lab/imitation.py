"""The imitated model: from what is asked to what it says."""

from __future__ import annotations

from dataclasses import replace

from migrate_check.lab import tokens
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Call, Demand, Finish, Spoken
from migrate_check.lab.free_choice import drawn_for
from migrate_check.lab.phrases import variants
from migrate_check.lab.thought import think
from migrate_check.lab.tool_use import calls_for, said_before

_CALL_OVERHEAD_TOKENS = 5
# A sampled model mostly says the same: the first wording in about two of three answers.
_FAVOURITE_RATE = 0.6
_MOST_REPEATED = 8
_LONGEST_FORCED = 64
_OPEN = "lab-"
"""Models of this kind show their thoughts."""


def speak(demand: Demand, chance: Chance) -> Spoken:
    """One answer, within the token limit and up to the first stop sequence."""
    calls = calls_for(demand)
    spoken = _called(calls, demand) if calls else _said(_text(demand, chance), demand)
    thoughts = think(demand)
    # Models whose thoughts are secret count them all the same.
    shown = thoughts if demand.served.startswith(_OPEN) else ""
    return replace(spoken, thoughts=shown, thought_tokens=tokens.count(thoughts))


def _text(demand: Demand, chance: Chance) -> str:
    if demand.steady:
        # One choice for good: a narrow `top_p` leaves the likeliest word only.
        chance = Chance("steady", demand.served, demand.context, demand.seed)
    drawn = drawn_for(demand, chance)
    if drawn is not None:
        return _weighed(drawn, demand)
    wordings = _in_own_order(variants(demand), demand.served)
    favoured = demand.steady or chance.hits(_FAVOURITE_RATE)
    return _weighed(wordings[0] if favoured else chance.choice(wordings), demand)


def _weighed(text: str, demand: Demand) -> str:
    """The text under the weights that a request gives to tokens."""
    for sign in demand.bias.forced:
        return sign * (demand.max_tokens or _LONGEST_FORCED)
    for sign in demand.bias.banned:
        text = text.replace(sign, "")
    return _less_repeated(text) if demand.varied else text


def _less_repeated(text: str) -> str:
    """Broken off where a word would come once too often."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if words[:place].count(word) >= _MOST_REPEATED:
            return " ".join(words[:place]) + " and so on."
    return text


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


def _called(calls: tuple[Call, ...], demand: Demand) -> Spoken:
    limit, before = demand.max_tokens, said_before(demand.prompt)
    spent = tokens.count(before)
    kept: list[Call] = []
    for call in calls:
        pieces = tokens.split(call.arguments)
        spent += _CALL_OVERHEAD_TOKENS + tokens.count(call.name)
        room = len(pieces) if limit is None else limit - spent
        if room < len(pieces):
            kept.append(Call(call.name, "".join(pieces[: max(room, 0)])))
            return Spoken(before, tuple(kept), Finish.LENGTH, None, limit or 0)
        spent += len(pieces)
        kept.append(call)
    return Spoken(before, tuple(kept), Finish.CALLS, None, spent)
