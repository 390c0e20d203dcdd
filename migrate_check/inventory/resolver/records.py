"""Mappings that are put together step by step: `{…}`, `dict(…)`, `d[k] = v`, `update`, `**more`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate_check.domain.call_site import Certainty
from migrate_check.inventory.builders import BUILDING, builder_record, setter_entry
from migrate_check.inventory.json_text import json_record
from migrate_check.inventory.neutral import (
    Argument,
    Binding,
    BindingKind,
    Choice,
    Entry,
    Expr,
    Index,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Opaque,
    Record,
    ScopeKind,
    Template,
    Text,
)
from migrate_check.inventory.resolver.arguments import initialiser
from migrate_check.inventory.resolver.attributes import SELVES
from migrate_check.inventory.resolver.built import Built, Given
from migrate_check.inventory.resolver.chain import dotted, hole, last_name, shown
from migrate_check.inventory.resolver.definitions import define, kept_apart
from migrate_check.inventory.resolver.indexes import entry_named
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.trace import Tracer

MOST_LEVELS = 20
_REMOVES = frozenset({"pop", "popitem", "clear", "delete", "remove", "__delitem__"})
_OMITS = "omit"
_COPIES = frozenset({"copy", "deepcopy"})
_MERGED_BY = frozenset({"Object.assign", "merge", "_.merge", "_.assign", "lodash.merge"})


class Records:
    """Traces mappings."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._level = 0

    def of_arguments(self, args: Iterable[Argument], place: Place, line: int) -> Built:
        """The named arguments of a call, with what is spread into them."""
        entries = tuple(
            Entry(Text(arg.name, _line(arg.value, line)) if arg.name else None, arg.value)
            for arg in args
            if arg.name or arg.spread == 2
        )
        return self._of_record(Record(entries, line), place)

    def of(self, expr: Expr, place: Place) -> Built:
        """The mapping that an expression is."""
        if self._level >= MOST_LEVELS or not self._tracer.spend():
            return Built(holes=[hole(expr)])
        self._level += 1
        try:
            return self._of(expr, place)
        finally:
            self._level -= 1

    def _of(self, expr: Expr, place: Place) -> Built:
        match expr:
            case Record():
                return self._of_record(expr, place)
            case Name():
                return self._of_variable(expr, expr.name, place)
            case Member() | Index() if dotted(expr) is not None:
                return self._of_variable(expr, dotted(expr) or "", place)
            case Choice():
                return self._of_choice(expr, place)
            case Invoke():
                return self._of_call(expr, place)
            case Null():
                return Built()
            case Text() | Template():
                written = json_record(expr)
                return Built(holes=[hole(expr)]) if written is None else self._of(written, place)
        return Built(holes=[hole(expr)])

    def _of_record(self, record: Record, place: Place) -> Built:
        built = Built()
        for entry in record.entries:
            if entry.key is None:
                built.merge(self.of(entry.value, place), self._spread_certainty(entry.value))
                continue
            name = self._key(entry.key, place)
            if name is None:
                built.holes.append(f"a key that is computed: {shown(entry.key)}")
                continue
            line = _line(entry.key, _line(entry.value, record.line))
            built.put(name, Given(entry.value, place, Certainty.LITERAL, line))
        return built

    def _spread_certainty(self, value: Expr) -> Certainty:
        written = isinstance(value, Record) or (
            isinstance(value, Invoke) and last_name(value.callee) == "dict"
        )
        return Certainty.LITERAL if written else Certainty.RESOLVED

    def _key(self, key: Expr, place: Place) -> str | None:
        if isinstance(key, Text):
            return key.value
        ends = self._tracer.ends(key, place)
        first = ends[0].expr
        return first.value if len(ends) == 1 and isinstance(first, Text) else None

    def _of_choice(self, choice: Choice, place: Place) -> Built:
        """Entries of every option; certain only where all options have them."""
        options = [option for option in choice.options if not isinstance(option, Null)]
        parts = [self.of(option, place) for option in options]
        empty = len(options) < len(choice.options) or choice.fallback
        built = Built()
        for part in parts:
            built.merge(part, Certainty.MAYBE)
        if not empty:
            for name in set.intersection(*(set(part.entries) for part in parts)):
                certain = replace(built.entries[name], certainty=Certainty.RESOLVED)
                built.entries[name] = certain
        return built

    def _of_call(self, call: Invoke, place: Place) -> Built:
        name = last_name(call.callee)
        if name == "dict" and isinstance(call.callee, Name):
            return self._merge_of(call, place)
        if name == _OMITS and call.args:
            return self._without(call, place)
        if name in _COPIES:
            inner = call.args[0].value if call.args else getattr(call.callee, "of", None)
            return self.of(inner, place) if inner is not None else Built(holes=[hole(call)])
        if dotted(call.callee) in _MERGED_BY:
            return self._merge_of(call, place)
        put_together = builder_record(call) if place.module.language in BUILDING else None
        if put_together is not None:
            return self._of_record(put_together, place)
        made = (name or "")[:1].isupper()
        if made and _holds_record(call):
            return self.of(call.args[0].value, place)
        if made and all(arg.name or arg.spread == 2 for arg in call.args):
            return self.of_arguments(call.args, place, call.line)
        return self._of_ends(self._returned(call, place), call, place)

    def _merge_of(self, call: Invoke, place: Place) -> Built:
        """Mappings and keywords put into one, as `dict(a, b=1)` does."""
        built = Built()
        for arg in call.args:
            if arg.name is None and not arg.spread:
                built.merge(self.of(arg.value, place), Certainty.RESOLVED)
        built.merge(self.of_arguments(call.args, place, call.line), Certainty.LITERAL)
        return built

    def _without(self, call: Invoke, place: Place) -> Built:
        """`omit(record, "a", ["b"])`, and what a pattern's rest takes."""
        built = self.of(call.args[0].value, place)
        for arg in call.args[1:]:
            for key in arg.value.items if isinstance(arg.value, Items) else (arg.value,):
                if isinstance(key, Text):
                    built.entries.pop(key.value, None)
        return built

    def _returned(self, call: Invoke, place: Place) -> list[tuple[Expr, Place]]:
        """The values that a function of the tree gives back, unfollowed: their variables may be
        changed after they are made."""
        found: list[tuple[Expr, Place]] = []
        for callee in self._tracer.ends(call.callee, place):
            inside = self._tracer.inside(callee, call, place)
            if inside is not None and callee.home is not None and callee.definition is not None:
                values = callee.home.returns(callee.definition)
                found += [(value, inside) for value in values[:4]]
        return found

    def _of_ends(self, values: list[tuple[Expr, Place]], expr: Expr, place: Place) -> Built:
        if not values:
            return self._of_object(expr, place)
        parts = [self.of(value, inside) for value, inside in values]
        built = Built()
        for part in parts:
            built.merge(part, Certainty.RESOLVED if len(parts) == 1 else Certainty.MAYBE)
        return built

    def _of_object(self, expr: Expr, place: Place) -> Built:
        """What following the expression comes to: a record elsewhere, or a typed object."""
        for end in self._tracer.ends(expr, place):
            if end.expr is expr or isinstance(end.expr, Name):
                return Built(holes=[hole(expr, end)], params=[end.param] if end.param else [])
            return self._raise_certainty(self.of(end.expr, end.place))
        return Built(holes=[hole(expr)])

    def _raise_certainty(self, built: Built) -> Built:
        found = Built(holes=built.holes, params=built.params)
        found.merge(Built(built.entries), Certainty.RESOLVED)
        return found

    def _of_variable(self, expr: Expr, path: str, place: Place) -> Built:
        definitions = define(path, place)
        bindings = definitions[0].bindings if definitions else ()
        if not bindings:
            return self._of_unbound(expr, path, place)
        built = Built()
        first, *others = reversed(bindings)
        for binding in (first, *others):
            inner = self.of(binding.value, place.at(binding.scope, binding.offset))
            built.merge(inner, _certainty(binding, len(bindings)))
        for further in definitions[1:]:
            if further.param is not None and further.scope is not None:
                ends = self._tracer.param_ends(further.scope, further.param, expr, place)
                self._add_params(built, ends, expr)
        self._change(built, path, first, place)
        return built

    def _of_unbound(self, expr: Expr, path: str, place: Place) -> Built:
        """A parameter, an attribute or an import: what it stands for, then changes made here."""
        built, ends = self._held(expr, place), self._tracer.ends(expr, place)
        if built.entries:
            self._change(built, path, None, place)
            return built
        for end in ends:
            if end.param is not None or (end.expr is expr and end.place == place):
                self._add_params(built, [end], expr)
            elif isinstance(end.expr, Record | Invoke):
                built.merge(self.of(end.expr, end.place), Certainty.RESOLVED)
            elif not isinstance(end.expr, Null):
                built.holes.append(hole(expr, end))
        self._change_elsewhere(built, path, place)
        self._change(built, path, None, place)
        unset = any(isinstance(end.expr, Null) for end in ends) or not built.entries
        if isinstance(expr, Member) and unset and all(_empty(end.expr) for end in ends):
            # An object's attribute is made empty to be filled; by whom is not seen.
            built.holes.append(f"{shown(expr)}, empty where it is made")
        return built

    def _held(self, expr: Expr, place: Place) -> Built:
        """What a record's variable is: it may be changed after it is made."""
        for end in self._tracer.ends(expr.of, place)[:1] if isinstance(expr, Member) else ():
            value = _entry(end.expr, expr)
            if isinstance(value, Name):
                return self._raise_certainty(self.of(value, end.place))
        return Built()

    def _add_params(self, built: Built, ends: Iterable[End], expr: Expr) -> None:
        for end in ends:
            if isinstance(end.expr, Record):
                built.merge(self.of(end.expr, end.place), Certainty.RESOLVED)
            elif not isinstance(end.expr, Null):
                built.holes.append(hole(expr, end))
                built.params += [end.param] if end.param else []

    def _change(self, built: Built, path: str, after: Binding | None, place: Place) -> None:
        """Apply what happens to the variable between its definition and the place."""
        for binding in place.module.bindings(path):
            scope = after.scope if after is not None else place.scope
            before = binding.offset < place.offset
            in_reach = binding.scope is scope and (scope is not place.scope or before)
            if in_reach and binding.scope is place.scope:
                in_reach = not kept_apart(binding, place.module, place.offset)
            elif not in_reach and before and after is not None:
                in_reach = binding.scope.is_block_in(scope)
                binding = replace(binding, conditional=True)
            if in_reach and (after is None or binding.offset > after.offset):
                self._apply(built, path, binding, place)

    def _change_elsewhere(self, built: Built, path: str, place: Place) -> None:
        """Apply what other methods of the class do to an attribute: surely where it is made."""
        owner = place.scope.enclosing(ScopeKind.CLASS)
        if owner is None or path.partition(".")[0] not in SELVES:
            return
        for binding in place.module.bindings(path):
            if (
                binding.scope is place.scope
                or binding.scope.enclosing(ScopeKind.CLASS) is not owner
            ):
                continue
            sure = initialiser(binding.scope) and not binding.conditional
            self._apply(built, path, replace(binding, conditional=not sure), place)

    def _apply(self, built: Built, path: str, binding: Binding, place: Place) -> None:
        certainty = Certainty.MAYBE if binding.conditional else Certainty.RESOLVED
        at = place.at(binding.scope, binding.offset)
        if binding.name == path and binding.kind is BindingKind.ITEM and binding.key is not None:
            name = self._key(binding.key, at)
            if name is None:
                built.holes.append(f"a key that is computed: {shown(binding.key)}")
            else:
                built.put(name, Given(binding.value, at, certainty, binding.line))
        elif binding.name == path and binding.kind is BindingKind.MERGE:
            built.merge(self._merged(binding.value, at), certainty)
        elif binding.name == path and binding.kind is BindingKind.CALL:
            self._called(built, binding, at, certainty)
        elif binding.kind is BindingKind.SET and binding.name.startswith(f"{path}."):
            name = binding.name[len(path) + 1 :]
            if "." not in name:
                built.put(name, Given(binding.value, at, certainty, binding.line))

    def _merged(self, value: Expr, place: Place) -> Built:
        """The argument of `update`: a mapping, or keywords."""
        if isinstance(value, Invoke) and isinstance(value.callee, Opaque) and not value.callee.text:
            built = Built()
            for arg in value.args:
                if arg.name is None and not arg.spread:
                    built.merge(self.of(arg.value, place), Certainty.RESOLVED)
            built.merge(self.of_arguments(value.args, place, value.line), Certainty.LITERAL)
            return built
        return self.of(value, place)

    def _called(self, built: Built, binding: Binding, place: Place, certainty: Certainty) -> None:
        method = binding.key.value if isinstance(binding.key, Text) else ""
        name = binding.value
        if isinstance(name, Invoke) and name.args:
            name = name.args[0].value
        if method in _REMOVES:
            _remove(built, name, certainty)
        elif place.module.language in BUILDING:
            entry = setter_entry(method, binding.value, place.module.language)
            if entry is not None and isinstance(entry.key, Text):
                built.put(entry.key.value, Given(entry.value, place, certainty, binding.line))
        elif method == "setdefault" and isinstance(name, Text) and name.value not in built.entries:
            value = binding.value.args[-1].value if isinstance(binding.value, Invoke) else name
            built.put(name.value, Given(value, place, certainty, binding.line))


def _remove(built: Built, name: Expr, certainty: Certainty) -> None:
    """`pop("seed")`: the entry is gone, or may be; of an unseen name, any may be."""
    if isinstance(name, Text) and certainty is Certainty.RESOLVED:
        built.entries.pop(name.value, None)
        return
    for one in [name.value] if isinstance(name, Text) else list(built.entries):
        built.doubt(one)


def _entry(held: Expr, of: Expr) -> Expr | None:
    if isinstance(held, Record) and isinstance(of, Member):
        return entry_named(held, of.name)
    return None


def _holds_record(call: Invoke) -> bool:
    """`new Configuration({…})`."""
    return len(call.args) == 1 and not call.args[0].name and isinstance(call.args[0].value, Record)


def _certainty(binding: Binding, bindings: int) -> Certainty:
    return Certainty.MAYBE if binding.conditional and bindings > 1 else Certainty.RESOLVED


def _line(expr: Expr, otherwise: int) -> int:
    return expr.line or otherwise


def _empty(expr: Expr) -> bool:
    made = isinstance(expr, Invoke) and last_name(expr.callee) == "dict" and not expr.args
    return made or isinstance(expr, Null) or (isinstance(expr, Record) and not expr.entries)
