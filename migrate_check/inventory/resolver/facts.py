"""Facts for a person: one value with how it is known, out of all that an expression may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate_check.domain.call_site import NOT_KNOWN, Certainty, Fact
from migrate_check.inventory.neutral import (
    Expr,
    Flag,
    Invoke,
    Member,
    Null,
    Number,
    Template,
    Text,
)
from migrate_check.inventory.resolver.chain import shown
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.source_file import EnvValue

HOLE = "{…}"
LONGEST_ORIGIN = 160
MOST_LEVELS = 8
"""Texts within texts that are put together."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text of one end."""

    text: str | None
    end: End
    holes: bool = False
    env: tuple[str, ...] = ()
    """Variables that are part of it."""


class Facts:
    """Turns expressions into facts."""

    def __init__(self, tracer: Tracer, environment: Mapping[str, EnvValue]) -> None:
        self._tracer = tracer
        self.environment = environment
        self._level = 0

    def of(self, expr: Expr, place: Place) -> Fact:
        """The fact about an expression."""
        return self.of_ends(self._tracer.ends(expr, place))

    def of_ends(self, ends: Sequence[End]) -> Fact:
        """The fact about what an expression may be; the first is the likeliest."""
        spoken = [self.spoken(end) for end in ends if not isinstance(end.expr, Null)]
        if not spoken:
            return NOT_KNOWN
        open_ends = [one for one in spoken if one.text is None]
        known = [one for one in spoken if one.text is not None]
        env = tuple(dict.fromkeys(name for one in spoken for name in _variables(one)))
        settled = self._from_environment(open_ends)
        if not known and settled is not None:
            return settled
        if not known:
            return _unknown(open_ends, env)
        if open_ends:
            return self._with_default(open_ends, known, env)
        return _known(known, env)

    def spoken(self, end: End) -> Spoken:
        """The text that an end stands for, or None."""
        match end.expr:
            case Text():
                # An empty text holds the place of a value that comes from elsewhere.
                return Spoken(end.expr.value or None, end)
            case Number():
                return Spoken(end.expr.text, end)
            case Flag():
                return Spoken("true" if end.expr.value else "false", end)
            case Template():
                return self._joined(end.expr, end)
        return Spoken(None, end)

    def _joined(self, template: Template, end: End) -> Spoken:
        if self._level >= MOST_LEVELS:
            return Spoken(None, end)
        self._level += 1
        try:
            return self._pieces(template, end)
        finally:
            self._level -= 1

    def _pieces(self, template: Template, end: End) -> Spoken:
        pieces: list[str] = []
        variables: list[str] = []
        doubtful = False
        for part in template.parts:
            inner = self.of(part, end.place)
            pieces.append(inner.value if inner.value is not None else HOLE)
            variables += inner.env
            doubtful = doubtful or inner.certainty is Certainty.MAYBE
        text = "".join(pieces)
        holes = HOLE in text
        end = end.weaker(Certainty.MAYBE) if doubtful else end
        return Spoken(text if text.replace(HOLE, "") else None, end, holes, tuple(variables))

    def _from_environment(self, open_ends: Sequence[Spoken]) -> Fact | None:
        """A value that a file of the tree gives to the variable."""
        for one in open_ends:
            given = self.environment.get(one.end.env or "")
            if given is not None and one.end.env is not None:
                origin = f"environment variable {one.end.env}, set in {given.origin}"
                return Fact(given.value, Certainty.MAYBE, origin, (one.end.env,))
        return None

    def _with_default(
        self, open_ends: Sequence[Spoken], known: Sequence[Spoken], env: tuple[str, ...]
    ) -> Fact:
        """A variable or a parameter with a default."""
        values = _values(known)
        first = open_ends[0].end
        by_env = [one for one in open_ends if one.end.env is not None]
        only_env = len(by_env) == len(open_ends)
        origin = _origins(open_ends)
        if first.env is not None or first.param is not None:
            origin = f'{origin}, default "{values[0]}"'
            given = self.environment.get(first.env or "")
            if given is not None:
                origin = f"{origin}, set in {given.origin}"
                values += [given.value] if given.value not in values else []
        else:
            origin = known[0].end.origin or "literal"
        sure = only_env and len(_values(known)) == 1 and not known[0].holes
        certainty = Certainty.RESOLVED if sure else Certainty.MAYBE
        return Fact(values[0], certainty, _short(origin), env, tuple(values[1:]))


def _known(known: Sequence[Spoken], env: tuple[str, ...]) -> Fact:
    values = _values(known)
    first = known[0]
    certainty = first.end.certainty
    if len(values) > 1 or first.holes:
        certainty = Certainty.MAYBE
    elif first.env or isinstance(first.end.expr, Template):
        certainty = max(certainty, Certainty.RESOLVED, key=list(Certainty).index)
    origin = first.end.origin or ("text with parts" if first.holes else "literal")
    return Fact(values[0], certainty, _short(origin), env, tuple(values[1:]))


def _values(known: Sequence[Spoken]) -> list[str]:
    return list(dict.fromkeys(one.text for one in known if one.text is not None))


def _variables(one: Spoken) -> tuple[str, ...]:
    return (one.end.env, *one.env) if one.end.env else one.env


def _unknown(open_ends: Sequence[Spoken], env: tuple[str, ...]) -> Fact:
    return Fact(None, Certainty.UNKNOWN, _short(_origins(open_ends)), env)


def _origins(open_ends: Sequence[Spoken]) -> str:
    """Where an unknown value may come from; variables of the environment are always told."""
    ends = [one.end for one in open_ends]
    told = [end.origin or _shown(end.expr) for end in (ends[0], *ends) if end.env or end is ends[0]]
    return ", or ".join(list(dict.fromkeys(told))[:3])


def _shown(expr: Expr) -> str:
    if isinstance(expr, Member | Invoke):
        return shown(expr)
    text = getattr(expr, "text", None) or getattr(expr, "name", None)
    return str(text) if text else "not seen in the code"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_ORIGIN else f"{one_line[: LONGEST_ORIGIN - 1]}…"
