"""Chance that is the same in every run with the same seed."""

from __future__ import annotations

import hashlib
import random
import string
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_LETTERS = string.ascii_letters + string.digits


class Chance:
    """Draws that depend only on the parts it was made from.

    Independent purposes take independent branches (`chance.of("latency")`), so that one more
    draw for one purpose does not change another.
    """

    def __init__(self, *parts: object) -> None:
        self._parts = parts
        digest = hashlib.sha256(repr(parts).encode()).digest()
        self._random = random.Random(int.from_bytes(digest, "big"))

    def of(self, *purpose: object) -> Chance:
        """An independent branch."""
        return Chance(*self._parts, *purpose)

    def letters(self, length: int) -> str:
        """Letters and digits, as in vendors' ids."""
        return "".join(self._random.choices(_LETTERS, k=length))

    def hexadecimal(self, length: int) -> str:
        """Lower-case hexadecimal digits."""
        return "".join(self._random.choices("0123456789abcdef", k=length))

    def choice(self, among: Sequence[T]) -> T:
        """One of them, each as likely."""
        return self._random.choice(among)

    def below(self, bound: int) -> int:
        """0 ≤ n < bound."""
        return self._random.randrange(bound)

    def hits(self, rate: float) -> bool:
        """True with probability `rate`."""
        return self._random.random() < rate

    def lognormal(self, median: float, sigma: float) -> float:
        """A positive value around `median`; sigma is the deviation of its logarithm."""
        return median * self._random.lognormvariate(0.0, sigma)
