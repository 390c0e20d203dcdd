"""Comparing the vectors of two answers to one request."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from operator import mul
from typing import NamedTuple

from migrate_check.domain.observation import Observation, ObservedPair

Vector = Sequence[float]

SAME = 0.99
"""Cosine of two vectors of one text by one model: rounding and batching stay far above it."""
UNIT_TOLERANCE = 0.01
"""Relative; half-precision and 8-bit numbers stay below it."""


class Answers(NamedTuple):
    """The vectors of both sides, one for one."""

    baseline: tuple[Vector, ...]
    candidate: tuple[Vector, ...]


def comparable(pair: ObservedPair) -> Answers | None:
    """The vectors where both sides embedded the same inputs to as many vectors of one length."""
    return paired(pair.baseline, pair.candidate)


def paired(one: Observation, other: Observation) -> Answers | None:
    """The same of any two answers.

    Repeats whose inputs differ, by a nonce, are no control of each other.
    """
    baseline, candidate = one.reply, other.reply
    if baseline is None or candidate is None:
        return None
    # First what costs nothing: most pairs are of routes without vectors.
    if not baseline.embeddings or len(baseline.embeddings) != len(candidate.embeddings):
        return None
    if _input(one) != _input(other):
        return None
    lengths = {len(vector.values) for vector in (*baseline.embeddings, *candidate.embeddings)}
    if len(lengths) != 1 or lengths == {0}:
        return None
    return Answers(
        tuple(vector.values for vector in baseline.embeddings),
        tuple(vector.values for vector in candidate.embeddings),
    )


def _input(seen: Observation) -> object:
    body = seen.asked.body
    return body.get("input") if isinstance(body, dict) else None


def norm(vector: Vector) -> float:
    """Euclidean length."""
    return sqrt(sum(map(mul, vector, vector)))


def cosine(one: Vector, other: Vector) -> float:
    """-1 to 1; 0 where one of them has no direction."""
    lengths = norm(one) * norm(other)
    return sum(map(mul, one, other)) / lengths if lengths > 0 else 0.0


def same(one: Vector, other: Vector) -> bool:
    """Whether both are vectors of one text by one model. Not-a-number is like nothing."""
    return one == other or cosine(one, other) >= SAME
