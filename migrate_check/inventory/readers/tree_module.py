"""A file as a `Module`, on top of its tree-sitter syntax tree.

Nothing is walked as a whole. A name is looked for in the bytes first, which is a hundred times
faster than visiting nodes; only the places found are looked up in the tree and converted. A reader
of a language is a subclass that says what its node types mean.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, cast

from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    Binding,
    BindingKind,
    Call,
    Expr,
    Imported,
    Index,
    Invoke,
    Module,
    Opaque,
    Read,
    Scope,
    Text,
)
from migrate_check.inventory.paths import dotted, member_path
from migrate_check.inventory.readers.branches import keeps_apart
from migrate_check.inventory.readers.syntax_tree import SyntaxTree


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a reader says of a name or member that stands where a value is put."""

    kind: BindingKind
    value: Expr
    statement: Node
    type_name: str | None = None
    name: str | None = None
    """What is bound, where it is not the target as it stands: `self.client` of a class's field."""


@dataclass(frozen=True, slots=True)
class Result:
    """Where a call's result goes."""

    awaited: bool = False
    bound_to: str | None = None
    iterated: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a call as a statement does to the object it is called on."""

    kind: BindingKind
    key: Expr
    """The method's name, or the key that it puts the value under."""
    value: Expr


class TreeModule(SyntaxTree, Module):
    """The part of a reader that is the same for every language."""

    speaks: ClassVar[Language]
    methods: ClassVar[Mapping[str, BindingKind]] = {}
    """Methods that change their receiver: `update` → MERGE."""
    setters: ClassVar[frozenset[str]] = frozenset()
    """Methods that put a value under a key: `put(key, value)`."""
    takers: ClassVar[frozenset[str]] = frozenset()
    """Methods that change their receiver also where their result is used: `pop`."""
    fluent: ClassVar[bool] = False
    """Whether setters are chained: `builder.model(m).seed(1);` changes `builder` twice."""

    def __init__(self, path: str, data: bytes, grammar: Grammar, first_line: int = 1) -> None:
        """Parse. `first_line`: where the bytes begin, for snippets inside of other files."""
        super().__init__(data, grammar, first_line)
        self._path = path
        self._bound: dict[str, tuple[Binding, ...]] = {}
        self._defined: dict[str, tuple[Scope, ...]] = {}
        self._apart: dict[tuple[int, int], bool] = {}
        self._read_off: dict[str, tuple[Read, ...]] = {}
        self._fields_read: dict[Scope, tuple[Binding, ...]] = {}
        self._values_read: dict[Scope, tuple[Expr, ...]] = {}

    # What a reader of a language has to say, beside what its tree needs.

    @abstractmethod
    def call_with(self, callee: Node) -> Node | None:
        """The call or object creation whose callee this node is, else None."""

    @abstractmethod
    def invocation(self, node: Node, level: int) -> Invoke:
        """A call node as an expression."""

    @abstractmethod
    def assigned(self, target: Node) -> Assigned | None:
        """What is put into this name or member, if it stands where a value is put."""

    @abstractmethod
    def result_of(self, call: Node) -> Result:
        """Where the result of a call goes."""

    @abstractmethod
    def is_statement(self, call: Node) -> bool:
        """Whether the call stands alone, its result unused."""

    def method_on(self, receiver: Node) -> tuple[Node, Node] | None:
        """Name and call of the method that is called on this node, else None."""
        outer = receiver.parent
        parts = self.member_parts(outer) if outer is not None else None
        if outer is None or parts is None or parts[0].id != receiver.id:
            return None
        call = self.call_with(outer)
        return (parts[1], call) if call is not None else None

    def bound_name(self, target: Node, shown: Expr) -> str | None:
        """The name that a target binds: `self.client` of a field's declaration."""
        return dotted(shown)

    @abstractmethod
    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """Local name, or None where an import brings no name, and what it imports."""

    @abstractmethod
    def returned(self, function: Node) -> Iterator[Node]:
        """The values that a function's node gives back, not those of functions inside of it."""

    # What follows for every language.

    @property
    def path(self) -> str:
        """Relative to the root, with `/`."""
        return self._path

    @property
    def language(self) -> Language:
        """What it is written in."""
        return self.speaks

    @cached_property
    def _imported(self) -> tuple[tuple[str | None, Imported], ...]:
        return tuple(self.read_imports())

    @cached_property
    def imports(self) -> Mapping[str, Imported]:
        """Local name → what it stands for."""
        return {local: what for local, what in self._imported if local}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """All modules that it imports."""
        return frozenset(what.module for _, what in self._imported)

    def calls(self, names: frozenset[str]) -> Iterator[Call]:
        """Calls whose callee's last name is one of these, in order of position."""
        if not names:
            return
        pattern = re.compile(rb"\b(?:%s)\b" % b"|".join(re.escape(n.encode()) for n in names))
        for hit in pattern.finditer(self._data):
            name = self._identifier(hit.start(), hit.end())
            call = self._call_of(name) if name is not None else None
            if name is not None and call is not None and not self.too_deep(call):
                yield self._described(name, call)

    def invoke(self, call: Call) -> Invoke:
        """The call as an expression."""
        return self.invocation(cast(Node, call.node), 0)

    def called(self, call: Call) -> Invoke | None:
        """The call of what this call gives back."""
        node = cast(Node, call.node)
        while node.parent is not None and node.parent.type in self.transparent:
            node = node.parent
        outer = self.call_with(node)
        return self.invocation(outer, 0) if outer is not None else None

    def read_at_once(self, call: Call) -> tuple[str, str | None]:
        """The member path read off the call's result, and the variable that takes it."""
        node, path = cast(Node, call.node), ""
        while (outer := node.parent) is not None:
            member, index = self.member_parts(outer), self.index_parts(outer)
            if member is not None and member[0].id == node.id:
                path += f".{self.text(member[1])}"
            elif index is not None and index[0].id == node.id:
                key = self.expr(index[1])
                path += f".{key.value}" if isinstance(key, Text) else "[]"
            elif outer.type not in self.transparent and "await" not in outer.type:
                break
            node = outer
        taker = self.result_of(node).bound_to if path else None
        return path.removeprefix("."), taker

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """All places where the name, or a part of it, gets a value."""
        if name not in self._bound:
            self._bound[name] = tuple(self._bindings(name))
        return self._bound[name]

    def functions(self, name: str) -> tuple[Scope, ...]:
        """Functions, methods and classes of that bare name."""
        if name not in self._defined:
            opened = (self.opened_by(node) for node in self._named(name))
            self._defined[name] = tuple(self._scope(one) for one in opened if one is not None)
        return self._defined[name]

    def returns(self, function: Scope) -> tuple[Expr, ...]:
        """What the function gives back, one per return."""
        if function not in self._values_read:
            values = self.returned(cast(Node, function.node))
            self._values_read[function] = tuple(self.expr(node) for node in values)
        return self._values_read[function]

    def fields(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Fields that the class's body declares."""
        if class_scope not in self._fields_read:
            self._fields_read[class_scope] = self.declared(class_scope)
        return self._fields_read[class_scope]

    def declared(self, class_scope: Scope) -> tuple[Binding, ...]:
        """The same, read anew."""
        return ()

    def apart(self, earlier: int, later: int) -> bool:
        """Whether branches keep what happens at the earlier offset from the later one."""
        key = (earlier, later)
        if key not in self._apart:
            self._apart[key] = keeps_apart(self._root, earlier, later, self.loops_are)
        return self._apart[key]

    def reads(self, name: str) -> tuple[Read, ...]:
        """Longest member paths read off a variable of that name."""
        if name not in self._read_off:
            self._read_off[name] = tuple(self._reads(name))
        return self._read_off[name]

    def change(self, method: str, args: tuple[Argument, ...], line: int) -> Change:
        """What a method that is called as a statement does to its receiver."""
        if method in self.setters and len(args) == 2:
            return Change(BindingKind.ITEM, args[0].value, args[1].value)
        alone = len(args) == 1 and not args[0].name
        value = args[0].value if alone else _all(args, line)
        return Change(self.methods.get(method, BindingKind.CALL), Text(method, line), value)

    # The machinery.

    def _call_of(self, name: Node) -> Node | None:
        """The call whose callee ends with this name."""
        node = name
        while (outer := node.parent) is not None and (
            outer.type in self.transparent or self._last(outer) == node.id
        ):
            node = outer
        return self.call_with(node)

    def _described(self, name: Node, call: Node) -> Call:
        scope = self.scope_of(call)
        result = self.result_of(call)
        return Call(
            module=self,
            scope=scope,
            name=self.text(name),
            line=self.line(name),
            first_line=self.line(call),
            last_line=call.end_point.row + self._first_line,
            offset=name.start_byte,
            awaited=result.awaited,
            bound_to=result.bound_to,
            iterated=result.iterated,
            in_loop=self._inside(call, self.loops_are),
            node=call,
        )

    def _bindings(self, name: str) -> Iterator[Binding]:
        last = name.rpartition(".")[2]
        seen = set()
        for identifier in self._named(last):
            target = self._around(identifier)
            if target.id in seen:
                continue
            seen.add(target.id)
            bound = self._binding(target)
            changed = self._changed_by_methods(target) if bound is None else (bound,)
            for found in changed:
                if found.name == name or found.name.startswith(f"{name}."):
                    yield found

    def _binding(self, target: Node) -> Binding | None:
        assigned = self.assigned(target)
        if assigned is None:
            return None
        if assigned.name is not None:
            return self._bound_as(assigned, assigned.name, assigned.kind, None)
        shown = self.expr(target)
        if isinstance(shown, Index) and assigned.kind is BindingKind.SET:
            return self._bound_as(assigned, dotted(shown.of), BindingKind.ITEM, shown.key)
        return self._bound_as(assigned, self.bound_name(target, shown), assigned.kind, None)

    def _changed_by_methods(self, target: Node) -> Iterator[Binding]:
        """`params.update(…)`, setters and chains of setters that stand alone."""
        parts = self.member_parts(target)
        called = parts is not None and self.call_with(target) is not None
        receiver = parts[0] if parts is not None and called else target
        name = dotted(self.expr(receiver))
        steps = list(self._methods_on(receiver)) if name is not None else []
        if steps and (self.is_statement(steps[-1][1]) or self._takes(steps[-1][0])):
            for method, call in steps:
                yield from self._change(name, self.text(method), call)

    def _takes(self, method: Node) -> bool:
        return self.text(method) in self.takers

    def _methods_on(self, receiver: Node) -> Iterator[tuple[Node, Node]]:
        step = self.method_on(receiver)
        while step is not None:
            yield step
            step = self.method_on(step[1]) if self.fluent else None

    def _change(self, name: str | None, method: str, call: Node) -> Iterator[Binding]:
        change = self.change(method, self.invocation(call, 0).args, self.line(call))
        put = Assigned(change.kind, change.value, call)
        bound = self._bound_as(put, name, change.kind, change.key)
        yield from (bound,) if bound is not None else ()

    def _bound_as(
        self, put: Assigned, name: str | None, kind: BindingKind, key: Expr | None
    ) -> Binding | None:
        if name is None:
            return None
        return Binding(
            name=name,
            kind=kind,
            value=put.value,
            scope=self.scope_of(put.statement),
            line=self.line(put.statement),
            offset=put.statement.start_byte,
            key=key,
            conditional=self._inside(put.statement, self.branches_are),
            type_name=put.type_name,
        )

    def _reads(self, name: str) -> Iterator[Read]:
        last = name.rpartition(".")[2]
        for identifier in self._named(last):
            chain = self._around(identifier)
            if chain.id == identifier.id or self.assigned(chain) is not None:
                continue
            path = self._path_after(name, chain)
            if path:
                scope = self.scope_of(chain)
                yield Read(path, scope, self.line(chain), chain.start_byte)

    def _path_after(self, name: str, chain: Node) -> str:
        """`choices[].message` of `reply.choices[0].message`; empty for another variable's."""
        path = member_path(self.expr(chain))
        if path is None or not path.startswith(name):
            return ""
        rest = path[len(name) :]
        return rest.removeprefix(".") if rest[:1] in (".", "[") else ""


def _all(args: tuple[Argument, ...], line: int) -> Expr:
    """Several arguments, or a named one, as one value: an invocation of nothing."""
    return Invoke(Opaque("", line), args, line)
