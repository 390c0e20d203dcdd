"""Claimed against observed: each claim of the candidate's profile beside what a run saw.

Only the candidate's own answers confirm or contradict a claim. Nothing here changes the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from migrate_check.domain.finding import Evaluation
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.profile import (
    Basis,
    ClaimCheck,
    Fate,
    Observed,
    Profile,
    RouteClaim,
)
from migrate_check.gate.answer_claims import AnswerClaims
from migrate_check.gate.case_evidence import CaseEvidence, Effects, case_evidence
from migrate_check.gate.field_claims import UNTESTED, Seen, judge_field
from migrate_check.gate.route_claims import judge_route, judge_streaming
from migrate_check.profiles.words import (
    ALL_OTHERS,
    base_url_claim,
    field_text,
    fields_of,
    response_fields,
    route_text,
    stream_text,
)


@dataclass(frozen=True, slots=True)
class ClaimRun:
    """What a run gives to judge claims by. Warm-up and control trials are not in it."""

    pairs: Sequence[ObservedPair]
    evaluation: Evaluation
    effects: Mapping[str, Effects]
    """Case key → what its probe told of the candidate's answers."""
    base_url: str
    """Of the candidate."""


def check_claims(profile: Profile, run: ClaimRun) -> tuple[ClaimCheck, ...]:
    """Every claim that a run could show, in the order of the profile.

    Left out are advice (pitfalls, extensions) and fates and routes that the profile itself calls
    unknown: they claim nothing.
    """
    # Answers arrive in any order, and the same run must name the same case.
    pairs = sorted(run.pairs, key=lambda pair: pair.case_key)
    cases = case_evidence(pairs, run.evaluation, run.effects)
    answers = AnswerClaims.of(pairs)
    return (
        *_base_urls(profile, run.base_url, pairs),
        *_routes(profile, pairs, cases),
        *_response_fields(profile, answers),
        *(
            _check(claim.id, claim.text, claim.basis, answers.judge(claim.id))
            for claim in profile.claims
        ),
    )


def _check(claim: str, text: str, basis: Basis, seen: Seen) -> ClaimCheck:
    return ClaimCheck(claim, text, basis, seen.observed, seen.evidence, seen.case)


def _base_urls(profile: Profile, used: str, pairs: Sequence[ObservedPair]) -> Iterator[ClaimCheck]:
    success = next((pair.case_key for pair in pairs if pair.candidate.ok), None)
    for base in profile.base_urls:
        if base.url is not None:
            same = success is not None and used.rstrip("/") == base.url.rstrip("/")
            seen = Seen(Observed.CONFIRMED, "used by this run", success) if same else UNTESTED
            claim = base_url_claim(base)
            yield _check(claim.id, claim.text, claim.basis, seen)


def _routes(
    profile: Profile, pairs: Sequence[ObservedPair], cases: Sequence[CaseEvidence]
) -> Iterator[ClaimCheck]:
    def of(pair: ObservedPair) -> str:
        return pair.trial.case.route.value

    tried = {route: list(own) for route, own in groupby(sorted(pairs, key=of), of)}
    for route, claim in profile.routes.items():
        own = tried.get(route, [])
        if claim.offered is not None:
            seen = judge_route(claim.offered, own)
            yield _check(f"route:{route}", route_text(claim), claim.basis, seen)
        if claim.streams is not None and claim.offered is not False:
            seen = judge_streaming(claim.streams, own)
            yield _check(f"streaming:{route}", stream_text(claim), claim.basis, seen)
        yield from _fields(claim, [case for case in cases if case.route == route])
    if profile.unlisted_routes is not None:
        for route in sorted(tried.keys() - profile.routes.keys()):
            claim = RouteClaim(route, False, profile.unlisted_routes)
            seen = judge_route(False, tried[route])
            yield _check(f"route:{route}", route_text(claim), claim.basis, seen)


def _fields(route: RouteClaim, cases: Sequence[CaseEvidence]) -> Iterator[ClaimCheck]:
    for claim in fields_of(route):
        if claim.fate is not Fate.UNKNOWN:
            names = _unlisted(route, cases) if claim.name == ALL_OTHERS else [claim.name]
            text = field_text(route.route, claim)
            seen = judge_field(claim, names, cases)
            yield _check(f"field:{route.route}:{claim.name}", text, claim.basis, seen)


def _unlisted(route: RouteClaim, cases: Sequence[CaseEvidence]) -> list[str]:
    """Fields of the body that were sent and that the profile says nothing of by name."""
    listed = {name.partition(".")[0] for name in route.fields}
    sent = {name for case in cases for name in case.sent if "." not in name and ":" not in name}
    return sorted(sent - listed)


def _response_fields(profile: Profile, answers: AnswerClaims) -> Iterator[ClaimCheck]:
    for path, basis in response_fields(profile):
        text = f"Answers may have `{path}`."
        yield _check(f"response-field:{path}", text, basis, answers.field(path))
