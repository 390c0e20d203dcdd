"""Answers that are free: random numbers and words, of which each model has its favourites."""

from __future__ import annotations

import re

from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Demand

_WORDS = (
    "river", "stone", "cloud", "lamp", "garden", "train", "copper", "violin", "harbour", "pepper",
    "window", "forest", "button", "island", "candle", "rocket", "meadow", "anchor", "mirror",
    "pencil", "saddle", "thunder", "velvet", "walnut",
)  # fmt: skip
_RATE_OF_NEXT = 0.35
"""Each word is so likely, if none of the more liked ones was taken."""
_MOST = 64
_NUMBER = re.compile(r"\brandom (\d{1,2})-digit number", re.IGNORECASE)
_SOME_WORDS = re.compile(r"\b(\d{1,2}) random (?:English )?words", re.IGNORECASE)


def drawn_for(demand: Demand, chance: Chance) -> str | None:
    """What is drawn; None where the prompt leaves no such choice, or asks for JSON."""
    if demand.results or demand.reply_schema is not None:
        return None
    found = _NUMBER.search(demand.prompt)
    if found:
        digits = [str(1 + chance.below(9)), *(str(chance.below(10)) for _ in range(_MOST))]
        return "".join(digits[: int(found.group(1))])
    found = _SOME_WORDS.search(demand.prompt)
    if found:
        liked = _in_order_of_liking(demand.served)
        return " ".join(_word(liked, chance) for _ in range(int(found.group(1))))
    return None


def _in_order_of_liking(model: str) -> tuple[str, ...]:
    taste = Chance("taste", model)
    return tuple(sorted(_WORDS, key=lambda word: taste.of(word).below(1_000_000)))


def _word(liked: tuple[str, ...], chance: Chance) -> str:
    return next((word for word in liked if chance.hits(_RATE_OF_NEXT)), liked[0])
