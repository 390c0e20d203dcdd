"""Judging a run: every rule is asked about what it can speak of, and the answers are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from migrate_check.domain.exchange import FailureKind
from migrate_check.domain.finding import Difference, Evaluation
from migrate_check.domain.observation import ObservedPair
from migrate_check.domain.verdict import Measured, Policy
from migrate_check.rules.book import Book
from migrate_check.rules.catalogue import RULES
from migrate_check.rules.collect import Collector
from migrate_check.rules.findings import order
from migrate_check.rules.group import (
    Group,
    control_groups,
    groups_of,
    trials_of,
    twins_of,
)
from migrate_check.rules.looked import Looked
from migrate_check.rules.measure import ask_about_measurements
from migrate_check.rules.noise import Noise
from migrate_check.rules.reference import Reference
from migrate_check.rules.repeats import ask_about_repeats
from migrate_check.rules.rule import Answer, Rule, Turns
from migrate_check.rules.situation import Situation, unanswered
from migrate_check.rules.weigh import Scales, weigh


def evaluate(
    pairs: Sequence[ObservedPair],
    measured: Sequence[Measured],
    policy: Policy,
    rules: Sequence[Rule] = RULES,
) -> Evaluation:
    """All that the rules say about a run. Warm-up trials are ignored.

    Control trials are no part of the run: they tell what the baseline does by itself.
    """
    book = Book.of(rules, policy.severities)
    groups = groups_of(pairs)
    nonces = frozenset(pair.trial.nonce for pair in pairs if pair.trial.nonce)
    references = [group.learn(nonces) for group in groups]
    control = control_groups(groups)
    looked, noise, collector = Looked(groups), Noise(groups, control), Collector()
    for group, reference in zip(groups, references, strict=True):
        _ask_about_pairs(book, group, reference, collector)
        _ask_about_anomalies(book, group, noise, collector)
    _ask_about_twins(book, groups, collector, looked)
    _ask_about_trials(book, groups, collector, looked)
    ask_about_repeats(book, groups, collector, looked)
    uncontrolled = Noise(groups) if control else None
    judged = weigh(collector, Scales(looked, noise, policy, uncontrolled))
    of_run = ask_about_measurements(book.run, measured, groups, policy)
    for rule, trials in of_run.looked:
        looked.count(rule, None, trials)
    return Evaluation(
        findings=tuple(sorted((*judged.findings, *of_run.findings), key=order)),
        undecided=(*judged.questions, *of_run.undecided),
        dropped_by_control=tuple(sorted(judged.dropped, key=astuple)),
        applied={rule.id: trials for rule in book.rules if (trials := looked.total(rule))},
    )


def _ask_about_pairs(book: Book, group: Group, reference: Reference, collector: Collector) -> None:
    for pair, situation in zip(group.pairs, group.situations, strict=True):
        for rule, ask in book.plan(situation):
            for answer in ask(pair, reference):
                _keep(collector, rule, group, pair, answer)


def _ask_about_anomalies(book: Book, group: Group, noise: Noise, collector: Collector) -> None:
    for pair, situation in zip(group.pairs, group.situations, strict=True):
        if pair.candidate.anomalies:
            _ask_about_answer(book, (group, pair, situation), noise, collector)


def _ask_about_answer(
    book: Book, where: tuple[Group, ObservedPair, Situation], noise: Noise, collector: Collector
) -> None:
    group, pair, situation = where
    candidate = pair.candidate
    for anomaly in candidate.anomalies:
        if anomaly.kind not in situation.kinds:
            continue
        for rule, ask in book.by_kind.get(anomaly.kind, ()):
            for answer in ask(candidate, anomaly):
                if not noise.excuses(rule, group, candidate, answer):
                    _keep(collector, rule, group, pair, answer)


def _ask_about_twins(
    book: Book, groups: Sequence[Group], collector: Collector, looked: Looked
) -> None:
    if not book.metamorphic:
        return
    for group, twin in twins_of(groups):
        for rule, ask in book.metamorphic:
            looked.count(rule, group, 1)
            for answer in ask(twin):
                _keep(collector, rule, group, group.pairs[0], answer)


def _ask_about_trials(
    book: Book, groups: Sequence[Group], collector: Collector, looked: Looked
) -> None:
    if not book.sequence:
        return
    for trial in trials_of(groups):
        if not _whole(trial.turns, trial.group):
            continue
        for rule, ask in book.sequence:
            looked.count(rule, trial.group, 1)
            for answer in ask(trial.turns):
                _keep(collector, rule, trial.group, trial.turns.pairs[-1], answer)


def _whole(turns: Turns, group: Group) -> bool:
    """No turn was lost to an outage.

    A turn that could not be built from the candidate's answer is no outage: rules may ask why.
    """
    return not any(
        unanswered(pair.baseline, group.steady)
        or (
            unanswered(pair.candidate, group.steady)
            and not (
                pair.candidate.failure is not None
                and pair.candidate.failure.kind is FailureKind.NOT_SENT
            )
        )
        for pair in turns.pairs
    )


def _keep(
    collector: Collector, rule: Rule, group: Group, pair: ObservedPair, answer: Answer
) -> None:
    if isinstance(answer, Difference):
        collector.add(rule, group, pair, answer)
    else:
        collector.ask(rule, group, answer)
