"""Judging recordings of real vendors: alone, against themselves, and against their repeats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from migrate_check.domain.exchange import Side
from migrate_check.domain.finding import Difference, Finding, Severity
from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Auth, Case
from migrate_check.domain.verdict import Policy
from migrate_check.observe import observe_exchange
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.evaluate import evaluate
from migrate_check.rules.noise import ask_exchange
from migrate_check.rules.rule import Scope, Twin
from tests.corpus.explained import Row, explanations
from tests.corpus.recordings import Recording, corpus_folder, recordings

# Development servers and proxies: what they do is no vendor's habit.
NO_VENDORS = frozenset(("local", "portkey", "pydantic-gateway", "redacted"))
# Who serves a model that others serve too.
_MAKERS = frozenset(("openai", "anthropic", "mistral", "deepseek", "google-gemini", "xai", "zai"))
_EXCHANGE_RULES = tuple(rule for rule in RULES if rule.scope is Scope.EXCHANGE)
_METAMORPHIC_RULES = tuple(rule for rule in RULES if rule.metamorphic is not None)
_REPEATS = 3
# On either side: all pairs of the largest groups would take as long as everything else.
_NEIGHBOURS = 6


class Seen(NamedTuple):
    """A recording and its observation."""

    recording: Recording
    observation: Observation

    @property
    def provider(self) -> str:
        return self.recording.provider


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's answer about a recording."""

    row: Row
    severity: Severity
    recording: str
    evidence: str


@cache
def observed() -> tuple[Seen, ...]:
    """All recordings of the known routes, observed."""
    return tuple(
        Seen(each, observe_exchange(each.exchange, each.route, Side.BASELINE))
        for each in recordings()
    )


def contract_hits() -> Iterator[Hit]:
    """What exchange rules say about vendors' answers where no baseline excuses them."""
    for seen in observed():
        if seen.provider in NO_VENDORS or seen.recording.id in explanations().doctored:
            continue
        for rule in _EXCHANGE_RULES:
            for answer in ask_exchange(rule, seen.observation):
                if isinstance(answer, Difference) and not _unrecorded(seen, answer.location):
                    yield Hit(
                        Row(seen.provider, rule.id, answer.location),
                        rule.severity,
                        seen.recording.id,
                        answer.candidate or "",
                    )


def _unrecorded(seen: Seen, location: str) -> bool:
    """The recorder dropped the header or blotted it out, so nothing is known about it."""
    name = location.removeprefix("header ")
    if name == location:
        return False
    headers = seen.observation.headers
    return not headers or "REDACTED" in headers.get(name, "")


def errors_against_itself(seen: Seen) -> tuple[Finding, ...]:
    """Error findings where both sides gave this very answer, three times."""
    found = judge((seen,) * _REPEATS, (seen,) * _REPEATS)
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def judge(baseline: Sequence[Seen], candidate: Sequence[Seen]) -> tuple[Finding, ...]:
    """Findings, with the answers of each side as repeats of one case."""
    case = _case(baseline[0])
    pairs = [
        ObservedPair(
            trial=Trial(case, number, warmup=False, first=Side.BASELINE),
            turn=0,
            baseline=replace(one.observation, side=Side.BASELINE),
            candidate=replace(other.observation, side=Side.CANDIDATE),
        )
        for number, (one, other) in enumerate(zip(baseline, candidate, strict=True), start=1)
    ]
    return evaluate(pairs, (), Policy()).findings


def _case(seen: Seen) -> Case:
    status = seen.observation.status or 0
    return Case(
        scenario="corpus",
        name=seen.recording.id,
        route=seen.recording.route,
        about="a recorded request",
        stream=seen.observation.asked.stream,
        body=None,
        raw_body=None,
        turns=(),
        auth=Auth.VALID,
        path=None,
        expects_error=400 <= status < 500 and status != 429,
        source="corpus",
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Recordings that the corpus puts together."""

    kind: str
    members: tuple[Seen, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The corpus' groups with two or more usable members of known routes."""
    by_id = {seen.recording.id: seen for seen in observed()}
    found = []
    with (corpus_folder() / "groups.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            members = tuple(
                by_id[member["id"]]
                for member in entry["members"]
                if member["id"] in by_id and member["id"] not in explanations().doctored
            )
            if len(members) > 1:
                found.append(Group(entry["kind"], members))
    return tuple(found)


def repeats() -> Iterator[tuple[Seen, ...]]:
    """Answers of one vendor to one and the same request, two or more."""
    for group in groups():
        if group.kind == "repeat":
            yield from _alike(group.members)


def _alike(members: Iterable[Seen]) -> Iterator[tuple[Seen, ...]]:
    by_request: dict[tuple[str, str, str], list[Seen]] = {}
    for seen in members:
        body = json.dumps(seen.observation.asked.body, sort_keys=True)
        key = (seen.provider, seen.recording.exchange.request.url, body)
        by_request.setdefault(key, []).append(seen)
    for same in by_request.values():
        if len(same) > 1 and same[0].provider not in NO_VENDORS:
            yield tuple(same)


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers judged against each other; notes are left out."""

    comparisons: int
    hits: tuple[Hit, ...]


def judge_repeats(same: tuple[Seen, ...]) -> Judged:
    """Each member against its neighbours, and three against three wherever there are six.

    Single pairs are harder than real use, where the baseline's habits are learnt from repeats;
    rules about rates need the three.
    """
    trials = [
        ((one,), (other,))
        for place, one in enumerate(same)
        for other in (*same[max(0, place - _NEIGHBOURS) : place], *same[place + 1 :][:_NEIGHBOURS])
    ]
    for first in range(len(same) - 2 * _REPEATS + 1):
        six = same[first : first + 2 * _REPEATS]
        # Neighbours in the list were recorded together; both halves and alternate ones count.
        for one, other in ((six[:3], six[3:]), (six[::2], six[1::2])):
            trials += [(one, other), (other, one)]
    hits = [hit for baseline, candidate in trials for hit in _hits(baseline, candidate)]
    return Judged(len(trials), tuple(hits))


def gateway_hits(group: Group) -> Judged:
    """Other hosts' answers against the direct vendor's: real departures."""
    trials = [
        (one, other)
        for mode in (False, True)
        for one in _of(group, mode, direct=True)[:1]
        for other in _of(group, mode, direct=False)
    ]
    hits = [hit for one, other in trials for hit in _hits((one,), (other,))]
    return Judged(len(trials), tuple(hits))


def _of(group: Group, stream: bool, *, direct: bool) -> list[Seen]:
    return [
        seen
        for seen in group.members
        if (seen.provider in _MAKERS) == direct and seen.observation.asked.stream == stream
    ]


def _hits(baseline: tuple[Seen, ...], candidate: tuple[Seen, ...]) -> Iterator[Hit]:
    ids = f"{baseline[0].recording.id} {candidate[0].recording.id}"
    for finding in judge(baseline, candidate):
        if finding.severity is not Severity.NOTE:
            yield Hit(
                Row(candidate[0].provider, finding.rule, finding.location),
                finding.severity,
                ids,
                f"{finding.baseline} → {finding.candidate}",
            )


def twin_hits(group: Group) -> Judged:
    """What metamorphic rules say of one vendor's two modes.

    Both sides are the vendor's own: half of the answers of each mode stand for the baseline.
    """
    plain = _form(group, stream=False)
    stream = _form(group, stream=True)
    if not plain or not stream:
        return Judged(0, ())
    halves = [(mode[::2], mode[1::2] or mode) for mode in (plain, stream)]
    twin = Twin("corpus", halves[0][0], halves[1][0], halves[0][1], halves[1][1])
    hits = [
        Hit(
            Row(group.members[0].provider, rule.id, answer.location),
            rule.severity,
            group.members[0].recording.id,
            answer.candidate or "",
        )
        for rule in _METAMORPHIC_RULES
        if rule.metamorphic is not None
        for answer in rule.metamorphic(twin)
        if isinstance(answer, Difference)
    ]
    return Judged(1, tuple(hits))


def _form(group: Group, *, stream: bool) -> tuple[Observation, ...]:
    return tuple(
        seen.observation
        for seen in group.members
        if seen.observation.ok and seen.observation.asked.stream == stream
    )


def count(hits: Iterable[Hit]) -> Mapping[Row, int]:
    """Hits per row; a recording counts once."""
    found: dict[Row, set[str]] = {}
    for hit in hits:
        found.setdefault(hit.row, set()).add(hit.recording)
    return {row: len(recorded) for row, recorded in sorted(found.items())}
