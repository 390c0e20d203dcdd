"""Claims about routes and streaming beside what a run saw."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_check.domain.observation import BodyKind, Observation, ObservedPair
from migrate_check.domain.profile import Observed
from migrate_check.gate.field_claims import UNTESTED, Seen

_NO_SUCH_ROUTE = frozenset({404, 405, 501})


def judge_route(offered: bool, pairs: Sequence[ObservedPair]) -> Seen:
    """One success proves a route; refusals of every right request prove that there is none."""
    right = [pair for pair in pairs if not pair.trial.case.expects_error]
    success = next((pair for pair in right if pair.candidate.ok), None)
    if success is not None:
        count = sum(pair.candidate.ok for pair in right)
        text = f"{count:,} of {len(right):,} requests succeeded"
        return _agreeing(offered, text, success.case_key)
    answered = [pair for pair in right if pair.candidate.status is not None]
    if answered and all(_says_no_such_route(pair.candidate) for pair in answered):
        statuses = sorted({str(pair.candidate.status) for pair in answered})
        text = f"all {len(answered):,} answers are {', '.join(statuses)}"
        return _agreeing(not offered, text, answered[0].case_key)
    return UNTESTED


def _agreeing(agrees: bool, text: str, case: str) -> Seen:
    return Seen(Observed.CONFIRMED if agrees else Observed.CONTRADICTED, text, case)


def _says_no_such_route(answer: Observation) -> bool:
    if answer.status not in _NO_SUCH_ROUTE:
        return False
    error = answer.error
    said = f"{error.code} {error.type} {error.message}".lower() if error else ""
    # A model that does not exist is 404, too.
    return "model" not in said


def judge_streaming(streams: bool, pairs: Sequence[ObservedPair]) -> Seen:
    """Whether successes that were asked for as a stream came as one."""
    asked = [
        pair
        for pair in pairs
        if pair.candidate.asked.stream and not pair.candidate.asked.array and pair.candidate.ok
    ]
    plain = next((pair for pair in asked if pair.candidate.body_kind is not BodyKind.SSE), None)
    if not asked:
        return UNTESTED
    if plain is None:
        return _agreeing(streams, f"{len(asked):,} answers are event streams", asked[0].case_key)
    kind = plain.candidate.body_kind.value
    return _agreeing(not streams, f"a stream was asked for and {kind} came", plain.case_key)
