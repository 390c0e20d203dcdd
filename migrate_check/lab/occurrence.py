"""Chance per request: the nth time of the same request is the same in every run."""

from __future__ import annotations

import hashlib
from collections import Counter

from migrate_check.lab.chance import Chance
from migrate_check.lab.wire import LabRequest


class Occurrences:
    """Counts equal requests.

    Other requests do not matter, so concurrent runs repeat. Callers behind a proxy are told apart
    by `via`, so that each side of a comparison gets its own series.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._seen: Counter[str] = Counter()

    def chance(self, request: LabRequest) -> Chance:
        """The chance of this occurrence."""
        caller = request.header("via") or ""
        text = f"{caller}\n{request.method} {request.target}\n".encode() + request.body
        digest = hashlib.sha256(text).hexdigest()
        self._seen[digest] += 1
        return Chance(self._seed, digest, self._seen[digest])
