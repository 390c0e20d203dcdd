"""Log-probabilities of tokens, where a request asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_check.domain.json_value import Json
from migrate_check.lab.chance import Chance
from migrate_check.lab.formats.format import Turn
from migrate_check.lab.sse import JsonObject

_SECOND = -4.25
"""A plain value for what was less likely."""


def logprobs_of(turn: Turn, pieces: Sequence[str]) -> Json:
    """The object beside these tokens; None where it was not asked for."""
    if turn.body.get("logprobs") is not True:
        return None
    asked = turn.body.get("top_logprobs")
    most = asked if isinstance(asked, int) else 0
    content: list[Json] = [_token(turn, piece, most) for piece in pieces]
    return {"content": content, "refusal": None}


def _token(turn: Turn, piece: str, most: int) -> JsonObject:
    chance = Chance("logprob", turn.demand.served, turn.demand.prompt, piece)
    likely = -chance.below(1_000) / 1_000
    others: list[Json] = [
        _weighed(f"{piece}{number}", _SECOND - number) for number in range(1, most)
    ]
    top: list[Json] = [_weighed(piece, likely), *others][:most]
    return {**_weighed(piece, likely), "top_logprobs": top}


def _weighed(piece: str, logprob: float) -> JsonObject:
    return {"token": piece, "logprob": logprob, "bytes": list(piece.encode(errors="replace"))}
