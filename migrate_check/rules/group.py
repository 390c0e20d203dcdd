"""Sorting pairs into the repeats of one case and turn, into trials and into twins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from migrate_check.domain.observation import Observation, ObservedPair
from migrate_check.domain.scenario import Case
from migrate_check.rules.learn import learn, steady_statuses
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Repeats, Turns, Twin
from migrate_check.rules.situation import Situation, situation, unanswered


@dataclass(slots=True)
class Group:
    """All repeats of one case and turn."""

    key: str
    case: Case
    turn: int
    pairs: list[ObservedPair] = field(default_factory=list)
    steady: frozenset[int] = frozenset()
    reference: Reference | None = None
    situations: list[Situation] = field(default_factory=list)
    """One per pair, in order."""
    control: list[ObservedPair] = field(default_factory=list)
    """Pairs of the same case and turn with two answers of the baseline."""

    def learn(self, nonces: frozenset[str] = frozenset()) -> Reference:
        """Fill in what follows from the baseline's repeats; `nonces` are those of the run."""
        answers = [pair.baseline for pair in self.pairs]
        self.steady = steady_statuses(answers, self.case)
        also = [seen for pair in self.control for seen in (pair.baseline, pair.candidate)]
        self.reference = replace(learn(answers, self.steady, also), nonces=nonces)
        self.situations = _situations(self.pairs, self.steady)
        return self.reference


def control_of(pairs: Sequence[ObservedPair]) -> Iterator[ObservedPair]:
    """Each repeat of the baseline against its next one, as if that were the candidate."""
    if len(pairs) < 2:
        return
    for pair, other in zip(pairs, [*pairs[1:], pairs[0]], strict=True):
        yield ObservedPair(pair.trial, pair.turn, pair.baseline, other.baseline)


def groups_of(pairs: Iterable[ObservedPair]) -> tuple[Group, ...]:
    """The groups in order of first occurrence; warm-up trials are left out.

    Control pairs belong to the group of their case and turn, and make none by themselves.
    """
    pairs = [pair for pair in pairs if not pair.trial.warmup]
    groups = _grouped(pair for pair in pairs if not pair.trial.control)
    for control in _grouped(pair for pair in pairs if pair.trial.control).values():
        if control.key in groups:
            groups[control.key].control = control.pairs
    return tuple(groups.values())


def _grouped(pairs: Iterable[ObservedPair]) -> dict[str, Group]:
    by_key: dict[str, Group] = {}
    # A case's key is put together from strings; its identity is found faster, pair for pair.
    by_identity: dict[tuple[int, int], Group] = {}
    for pair in pairs:
        trial = pair.trial
        identity = (id(trial.case), pair.turn)
        group = by_identity.get(identity)
        if group is None:
            key = pair.case_key
            group = by_key.setdefault(key, Group(key, trial.case, pair.turn))
            by_identity[identity] = group
        group.pairs.append(pair)
    return by_key


def control_groups(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Groups of the control pairs alone, to be judged as if they were a run."""
    return tuple(
        replace(group, pairs=group.control, situations=_situations(group.control, group.steady))
        for group in groups
        if group.control
    )


def _situations(pairs: Iterable[ObservedPair], steady: frozenset[int]) -> list[Situation]:
    return [situation(pair, steady) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Trial:
    """All turns of one trial: of both sides, and of the baseline against its next repeat."""

    group: Group
    """That of the last turn."""
    turns: Turns
    control: Turns | None


def trials_of(groups: Sequence[Group]) -> Iterator[Trial]:
    """Trials of two or more turns; groups must be in order of their turns."""
    cases: dict[str, list[Group]] = {}
    for group in groups:
        cases.setdefault(group.case.case_id, []).append(group)
    for of_case in cases.values():
        if len(of_case) > 1:
            yield from _trials(sorted(of_case, key=lambda group: group.turn))


def _trials(turns: list[Group]) -> Iterator[Trial]:
    by_repeat = [{pair.trial.repeat: pair for pair in group.pairs} for group in turns]
    whole = [repeat for repeat in by_repeat[0] if all(repeat in pairs for pairs in by_repeat)]
    following = [*whole[1:], *whole[:1]] if len(whole) > 1 else [None] * len(whole)
    for repeat, other in zip(whole, following, strict=True):
        pairs = tuple(of_turn[repeat] for of_turn in by_repeat)
        control = None
        if other is not None:
            control = Turns(
                tuple(
                    ObservedPair(pair.trial, pair.turn, pair.baseline, of_turn[other].baseline)
                    for pair, of_turn in zip(pairs, by_repeat, strict=True)
                )
            )
        yield Trial(turns[-1], Turns(pairs), control)


def twins_of(groups: Sequence[Group]) -> Iterator[tuple[Group, Twin]]:
    """Cases with both forms where both sides succeeded in both, with the streamed group."""
    forms: dict[tuple[str, int], dict[bool, Group]] = {}
    for group in groups:
        forms.setdefault((group.case.twin_id, group.turn), {})[group.case.stream] = group
    for (twin_id, turn), of_twin in forms.items():
        if len(of_twin) == 2:
            plain, stream = of_twin[False].pairs, of_twin[True].pairs
            twin = Twin(
                twin_id=f"{twin_id}#{turn + 1}" if turn else twin_id,
                baseline_plain=_successes(pair.baseline for pair in plain),
                baseline_stream=_successes(pair.baseline for pair in stream),
                candidate_plain=_successes(pair.candidate for pair in plain),
                candidate_stream=_successes(pair.candidate for pair in stream),
            )
            if (
                twin.baseline_plain
                and twin.baseline_stream
                and twin.candidate_plain
                and twin.candidate_stream
            ):
                yield of_twin[True], twin


def _successes(seen: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(each for each in seen if each.ok)


def repeats_of(group: Group) -> Repeats | None:
    """The repeats that both sides answered; None where there are fewer than two."""
    whole = tuple(
        pair
        for pair in group.pairs
        if not unanswered(pair.baseline, group.steady)
        and not unanswered(pair.candidate, group.steady)
    )
    return Repeats(whole) if len(whole) > 1 else None
