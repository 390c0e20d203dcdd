"""Asking the case rules: all repeats of one case together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrate_check.domain.finding import Difference
from migrate_check.rules.book import Book
from migrate_check.rules.collect import Collector
from migrate_check.rules.group import Group, repeats_of
from migrate_check.rules.looked import Looked
from migrate_check.rules.rule import Answer, CaseRule, Repeats

_Place = tuple[str, str, str]
"""Route, location and subject."""


def ask_about_repeats(
    book: Book, groups: Sequence[Group], collector: Collector, looked: Looked
) -> None:
    """Collect what case rules say, without what they say of the baseline too.

    An answer is about all repeats, so each of them counts as a trial that shows it.
    """
    asked = [(group, repeats) for group in groups if (repeats := repeats_of(group)) is not None]
    for rule, ask in book.case:
        excused: frozenset[_Place] | None = None
        for group, repeats in asked:
            looked.count(rule, group, len(repeats.pairs))
            for answer in {_place(group, each): each for each in ask(repeats)}.values():
                if not isinstance(answer, Difference):
                    collector.ask(rule, group, answer)
                    continue
                # Only a suspicion makes the baseline's own habits worth knowing.
                excused = frozenset(_habits(ask, asked)) if excused is None else excused
                if _place(group, answer) not in excused:
                    for pair in repeats.pairs:
                        collector.add(rule, group, pair, answer)


def _habits(ask: CaseRule, asked: Sequence[tuple[Group, Repeats]]) -> Iterator[_Place]:
    for group, repeats in asked:
        itself = Repeats(tuple(replace(pair, candidate=pair.baseline) for pair in repeats.pairs))
        for answer in ask(itself):
            if isinstance(answer, Difference):
                yield _place(group, answer)


def _place(group: Group, answer: Answer) -> _Place:
    subject = answer.subject if isinstance(answer, Difference) else f"? {answer.reason}"
    return group.case.route.value, answer.location, subject
