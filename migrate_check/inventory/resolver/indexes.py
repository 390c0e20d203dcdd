"""Entries of records and lists that are written in the code."""

from __future__ import annotations

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.neutral import Expr, Index, Invoke, Items, Member, Number, Record, Text
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.tracing import Tracing

MOST_ITEMS = 12
_VIEWS = frozenset({"items", "keys", "values"})


class Indexes:
    """Follows `of[key]`."""

    def __init__(self, tracer: Tracing) -> None:
        self._tracer = tracer

    def ends(self, expr: Index, place: Place) -> list[End]:
        """The entry, or all of them where the key is not known."""
        found: list[End] = []
        for of in self._tracer.ends(expr.of, place):
            found += self.entry(of, expr.key, place) or [_unknown(of, expr, place)]
        return found

    def entry(self, of: End, key: Expr, place: Place) -> list[End]:
        """What a record or list holds under a key; all it holds where the key is not known."""
        chosen = self._tracer.ends(key, place)
        known = [end.expr for end in chosen if isinstance(end.expr, Text | Number)]
        if len(known) != len(chosen):
            return self.each(of)
        found: list[End] = []
        for one in known:
            found += self._held(of, one)
        return found

    def _held(self, of: End, key: Text | Number) -> list[End]:
        value: Expr | None = None
        if isinstance(of.expr, Record) and isinstance(key, Text):
            value = entry_named(of.expr, key.value)
        elif isinstance(of.expr, Items) and isinstance(key, Number):
            value = _at(of.expr, key)
        elif isinstance(of.expr, Invoke) and isinstance(key, Text):
            value = next((arg.value for arg in of.expr.args if arg.name == key.value), None)
        return self._from(of, value) if value is not None else []

    def looped(self, value: Expr, place: Place) -> list[End]:
        """What a loop over a value gives: items, a mapping's keys, or one of both."""
        part: Expr | None = None
        if isinstance(value, Index):
            part = value.key
            value = value.of
        method = None
        if isinstance(value, Invoke) and isinstance(value.callee, Member) and not value.args:
            method = value.callee.name if value.callee.name in _VIEWS else None
            value = value.callee.of if method else value
        found: list[End] = []
        for end in self._tracer.ends(value, place):
            if isinstance(end.expr, Record) and method != "values":
                found += self._pairs(end, end.expr, part if method == "items" else None)
            elif part is None:
                found += self.each(end)
        return found

    def _pairs(self, of: End, record: Record, part: Expr | None) -> list[End]:
        """Keys of a mapping, or by `part` the values."""
        if isinstance(part, Number) and part.text == "1":
            return self.each(of)
        keys = [entry.key for entry in record.entries if entry.key is not None]
        return [
            end.weaker(Certainty.MAYBE) for key in keys[:MOST_ITEMS] for end in self._from(of, key)
        ]

    def each(self, of: End) -> list[End]:
        """All values that it holds."""
        values: list[Expr] = []
        if isinstance(of.expr, Record):
            values = [entry.value for entry in of.expr.entries if entry.key is not None]
        elif isinstance(of.expr, Items):
            values = list(of.expr.items)
        found: list[End] = []
        for value in values[:MOST_ITEMS]:
            found += [end.weaker(Certainty.MAYBE) for end in self._from(of, value)]
        return found

    def _from(self, of: End, value: Expr) -> list[End]:
        ends = self._tracer.ends(value, of.place)
        certainty = max(of.certainty, Certainty.RESOLVED, key=list(Certainty).index)
        return [end.weaker(certainty, of.origin) for end in ends]


def entry_named(record: Record, name: str) -> Expr | None:
    """The last entry of that name."""
    for entry in reversed(record.entries):
        if isinstance(entry.key, Text) and entry.key.value == name:
            return entry.value
    return None


def _at(items: Items, key: Number) -> Expr | None:
    try:
        return items.items[int(key.text)]
    except (ValueError, IndexError):
        return None


def _unknown(of: End, expr: Expr, place: Place) -> End:
    """Something of the thing it was looked up in."""
    if of.param is not None or of.env is not None:
        return End(expr, place, Certainty.UNKNOWN, of.origin, param=of.param)
    return End(expr, place, Certainty.UNKNOWN)
