"""Learning what the baseline's repeats of one case have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.observation import Observation, ShapePath
from migrate_check.domain.scenario import Case
from migrate_check.rules.reference import Reference, SdkReference, ShapeReference
from migrate_check.rules.situation import unanswered


def steady_statuses(answers: Sequence[Observation], case: Case) -> frozenset[int]:
    """The one status of all of the baseline's answers to a request that is wrong on purpose.

    Some providers answer such a request with a 5xx each time; it is then no outage. Nor is a 429
    that a burst is meant to provoke.
    """
    if not case.expects_error:
        return frozenset()
    if case.burst > 1 and any(seen.status == 429 for seen in answers):
        return frozenset({429})
    statuses = {seen.status if seen.failure is None else None for seen in answers}
    only = statuses.pop() if len(statuses) == 1 else None
    return frozenset() if only is None else frozenset({only})


def learn(
    answers: Iterable[Observation], steady: frozenset[int], also: Iterable[Observation] = ()
) -> Reference:
    """The reference of one case and turn, from the baseline's observations of it.

    Outages teach nothing about fields and headers, unless there is nothing else. The control's
    answers, `also`, show what the baseline may send besides; what it always sends they do not
    change, nor its statuses: how often it leaves something out is a matter of rates.
    """
    whole = [seen for seen in answers if seen.failure is None and seen.status is not None]
    clean = [seen for seen in whole if not unanswered(seen, steady)] or whole
    besides = [seen for seen in also if not unanswered(seen, steady)]
    names = _HeaderNames()
    shapes: dict[str, _Shapes] = {}
    for seen in clean:
        names.add(seen.headers)
        variant = seen.variant
        if variant in shapes:
            shapes[variant].add(seen.shape)
        else:
            shapes[variant] = _Shapes(1, seen.shape, seen.shape)
    for seen in besides:
        names.widen(seen.headers)
        if seen.variant in shapes:
            shapes[seen.variant].ever |= seen.shape
    return Reference(
        answers=len(whole),
        statuses=frozenset(seen.status for seen in whole if seen.status is not None),
        shapes={
            variant: ShapeReference(found.answers, found.always, found.ever)
            for variant, found in shapes.items()
        },
        headers_always=frozenset(names.always),
        headers_ever=frozenset(names.ever),
        header_constants=names.constants() if len(clean) > 1 else {},
        framings=frozenset().union(*(seen.framing for seen in (*clean, *besides))),
        models=frozenset(
            seen.reply.model
            for seen in (*clean, *besides)
            if seen.reply is not None and seen.reply.model
        ),
        embedded=tuple(
            seen for seen in (*clean, *besides) if seen.reply is not None and seen.reply.embeddings
        ),
        sdk=_accessors(clean),
        sdk_raises=frozenset(
            one.accessor for seen in clean if seen.sdk for one in seen.sdk.outcomes if one.raises
        ),
    )


def _accessors(answers: Sequence[Observation]) -> dict[str, SdkReference]:
    always: dict[str, dict[str, str]] = {}
    for seen in answers:
        if seen.sdk is None:
            continue
        kinds = {one.accessor: one.kind for one in seen.sdk.outcomes}
        usual = always.setdefault(seen.variant, kinds)
        always[seen.variant] = {
            accessor: kind for accessor, kind in usual.items() if kinds.get(accessor) == kind
        }
    return {variant: SdkReference(usual) for variant, usual in always.items()}


@dataclass(slots=True)
class _Shapes:
    answers: int
    always: frozenset[ShapePath]
    ever: frozenset[ShapePath]

    def add(self, shape: frozenset[ShapePath]) -> None:
        self.answers += 1
        if shape != self.always:
            self.always &= shape
        if shape != self.ever:
            self.ever |= shape


class _HeaderNames:
    def __init__(self) -> None:
        self._first: dict[str, str] | None = None
        self.always: set[str] = set()
        self.ever: set[str] = set()

    def add(self, headers: Mapping[str, str]) -> None:
        if self._first is None:
            self._first = dict(headers)
            self.always, self.ever = set(headers), set(headers)
            return
        self.always.intersection_update(headers)
        self.widen(headers)

    def widen(self, headers: Mapping[str, str]) -> None:
        """Learn what else may be there, or have another value."""
        self.ever.update(headers)
        first = self._first or {}
        if changed := [name for name, value in first.items() if headers.get(name) != value]:
            for name in changed:
                del first[name]

    def constants(self) -> dict[str, str]:
        return self._first or {}
