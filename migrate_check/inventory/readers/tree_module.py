"""A file as a `Module`, on top of its tree-sitter syntax tree.

Nothing is walked as a whole. A name is looked for in the bytes first, which is a hundred times
faster than visiting nodes; only the places found are looked up in the tree and converted. A reader
of a language is a subclass that says what its node types mean.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, cast

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

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
    Member,
    Module,
    Name,
    Opaque,
    Read,
    Scope,
    ScopeKind,
    Text,
)

_IN_WORDS = frozenset(bytes((code,)) for code in range(128) if chr(code).isalnum()) | {b"_", b"$"}
_DEEPEST = 100
"""Levels of an expression that are converted; hostile code nests deeper, programs do not."""
_DEEPEST_NODE = 1000
"""Nodes around a node that are looked at, for the same reason."""
_SHOWN = 60
"""Characters of an opaque expression's source that are kept."""


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


Convert = Callable[[Node, int], Expr]


class TreeModule(Module):
    """The part of a reader that is the same for every language."""

    speaks: ClassVar[Language]
    identifiers: ClassVar[frozenset[str]] = frozenset({"identifier"})
    """Node types of bare names, including those of members, types and keys."""
    functions_are: ClassVar[frozenset[str]]
    classes_are: ClassVar[frozenset[str]] = frozenset()
    loops_are: ClassVar[frozenset[str]] = frozenset()
    branches_are: ClassVar[frozenset[str]] = frozenset()
    """Node types in which statements may not be reached: if, try, match, loops."""
    transparent: ClassVar[frozenset[str]] = frozenset({"parenthesized_expression"})
    """Node types that change nothing about the expression inside, their first named child."""
    methods: ClassVar[Mapping[str, BindingKind]] = {}
    """Methods that change their receiver: `update` → MERGE."""
    setters: ClassVar[frozenset[str]] = frozenset()
    """Methods that put a value under a key: `put(key, value)`."""
    fluent: ClassVar[bool] = False
    """Whether setters are chained: `builder.model(m).seed(1);` changes `builder` twice."""
    reached: ClassVar[frozenset[str]] = frozenset()
    """Fields of `branches_are` that are always evaluated: conditions, initialisers."""

    def __init__(self, path: str, data: bytes, grammar: Grammar, first_line: int = 1) -> None:
        """Parse. `first_line`: where the bytes begin, for snippets inside of other files."""
        self._path = path
        self._data = data
        self._first_line = first_line
        self._root = Parser(grammar).parse(data).root_node
        self._scopes: dict[int, Scope] = {}
        self._found: dict[str, tuple[Node, ...]] = {}
        self._bound: dict[str, tuple[Binding, ...]] = {}
        self._defined: dict[str, tuple[Scope, ...]] = {}
        self._convert = self.conversions()

    # What a reader of a language has to say.

    @abstractmethod
    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion to an expression; the number is the level, to hand on."""

    @abstractmethod
    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of a member access, else None."""

    @abstractmethod
    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key of an index access, else None."""

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
    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """The scope that a function's or class's node opens."""

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
    def top(self) -> Scope:
        """The module's own scope."""
        last = self._root.end_point.row + self._first_line
        return Scope(ScopeKind.MODULE, "", None, self._first_line, last, node=self._root)

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
            if name is not None and call is not None:
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
        return tuple(self.expr(node) for node in self.returned(cast(Node, function.node)))

    def fields(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Fields that the class's body declares."""
        return ()

    def reads(self, name: str) -> tuple[Read, ...]:
        """Longest member paths read off a variable of that name."""
        return tuple(self._reads(name))

    # For readers.

    def text(self, node: Node) -> str:
        """A node's source."""
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def line(self, node: Node) -> int:
        """A node's first line, from 1."""
        return node.start_point.row + self._first_line

    def expr(self, node: Node, level: int = 0) -> Expr:
        """A node as an expression."""
        while node.type in self.transparent:
            inner = next((part for part in node.named_children if not part.is_extra), None)
            if inner is None:
                break
            node = inner
        convert = self._convert.get(node.type)
        if convert is None or level > _DEEPEST:
            return self.opaque(node)
        return convert(node, level + 1)

    def opaque(self, node: Node) -> Opaque:
        """An expression that is not followed."""
        source = self._data[node.start_byte : min(node.end_byte, node.start_byte + _SHOWN)]
        return Opaque(" ".join(source.decode("utf-8", "replace").split()), self.line(node))

    def name(self, node: Node, level: int = 0) -> Expr:
        """A bare name."""
        return Name(self.text(node), self.line(node))

    def member(self, node: Node, level: int) -> Expr:
        """A member access."""
        parts = self.member_parts(node)
        if parts is None:
            return self.opaque(node)
        return Member(self.expr(parts[0], level), self.text(parts[1]), self.line(parts[1]))

    def index(self, node: Node, level: int) -> Expr:
        """An index access."""
        parts = self.index_parts(node)
        if parts is None:
            return self.opaque(node)
        return Index(self.expr(parts[0], level), self.expr(parts[1], level), self.line(node))

    def nodes_of(self, word: bytes, types: frozenset[str]) -> Iterator[Node]:
        """The nodes of these types that begin with the word, in order: `import …` statements."""
        for hit in re.finditer(rb"\b%s\b" % re.escape(word), self._data):
            node = self._root.descendant_for_byte_range(hit.start(), hit.end())
            while node is not None and (node.type not in types or not node.is_named):
                node = node.parent if node.start_byte == hit.start() else None
            if node is not None and node.start_byte == hit.start():
                yield node

    def opened_by(self, name: Node) -> Node | None:
        """The function or class that this identifier names, where it is made."""
        owner = name.parent
        opening = owner is not None and owner.type in self.functions_are | self.classes_are
        return owner if opening and owner is not None and self._names(owner, name) else None

    def change(self, method: str, args: tuple[Argument, ...], line: int) -> Change:
        """What a method that is called as a statement does to its receiver."""
        if method in self.setters and len(args) == 2:
            return Change(BindingKind.ITEM, args[0].value, args[1].value)
        alone = len(args) == 1 and not args[0].name
        value = args[0].value if alone else _all(args, line)
        return Change(self.methods.get(method, BindingKind.CALL), Text(method, line), value)

    def scope_of(self, node: Node) -> Scope:
        """The innermost scope around a node; a function's name and default values count as its
        outer scope's, its parameters as its own."""
        known, missing = self.top, []
        for outer in self._openings(node):
            if outer.id in self._scopes:
                known = self._scopes[outer.id]
                break
            missing.append(outer)
        for outer in reversed(missing):
            known = self._scopes[outer.id] = self.make_scope(outer, known)
        return known

    def ancestors(self, node: Node) -> list[Node]:
        """The nodes around a node, innermost first: one descent from the root, which is what each
        single `parent` costs. Of hostile depths only the outer ones."""
        found: list[Node] = []
        outer: Node | None = self._root
        while outer is not None and outer.id != node.id and len(found) < _DEEPEST_NODE:
            found.append(outer)
            outer = outer.child_with_descendant(node)
        found.reverse()
        return found

    # The machinery.

    def _names(self, owner: Node, node: Node) -> bool:
        """Whether the node is the name of the function or class."""
        own = owner.child_by_field_name("name")
        return own is not None and own.id == node.id

    def _openings(self, node: Node) -> Iterator[Node]:
        """The functions and classes around a node, innermost first."""
        opening, inner = self.functions_are | self.classes_are, node
        for outer in self.ancestors(node):
            if outer.type in opening and not self._names(outer, inner):
                yield outer
            inner = outer

    def _opening(self, node: Node) -> Node | None:
        """The innermost function or class around a node."""
        return next(self._openings(node), None)

    def _scope(self, node: Node) -> Scope:
        """The scope that a function or class opens."""
        if node.id not in self._scopes:
            self._scopes[node.id] = self.make_scope(node, self.scope_of(node))
        return self._scopes[node.id]

    def _identifier(self, start: int, end: int) -> Node | None:
        node = self._root.descendant_for_byte_range(start, end)
        exact = node is not None and node.start_byte == start and node.end_byte == end
        return node if exact and node is not None and node.type in self.identifiers else None

    def _whole_words(self, word: bytes) -> Iterator[tuple[int, int]]:
        """Where the word stands alone. Ten times faster than a regular expression."""
        data, start = self._data, self._data.find(word)
        while word and start >= 0:
            end = start + len(word)
            if (
                data[end : end + 1] not in _IN_WORDS
                and data[max(start - 1, 0) : start] not in _IN_WORDS
            ):
                yield start, end
            start = data.find(word, end)

    def _named(self, name: str) -> tuple[Node, ...]:
        """The identifiers of that name."""
        if name not in self._found:
            hits = self._whole_words(name.encode())
            nodes = (self._identifier(start, end) for start, end in hits)
            self._found[name] = tuple(node for node in nodes if node is not None)
        return self._found[name]

    def _around(self, node: Node) -> Node:
        """The longest chain of members, indexes and brackets that begins or ends at a name."""
        while (outer := node.parent) is not None:
            parts = self.member_parts(outer) or self.index_parts(outer)
            held = parts is not None and node.id in (parts[0].id, self._last(outer))
            if not held and outer.type not in self.transparent:
                break
            node = outer
        return node

    def _last(self, node: Node) -> int:
        parts = self.member_parts(node)
        return parts[1].id if parts is not None else -1

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

    def _inside(self, node: Node, types: frozenset[str]) -> bool:
        """Whether a node of these types is around it, within its function."""
        inner = node
        for outer in self.ancestors(node):
            if outer.type in self.functions_are:
                return False
            if outer.type in types and not self._always(outer, inner):
                return True
            inner = outer
        return False

    def _always(self, outer: Node, inner: Node) -> bool:
        parts = (outer.child_by_field_name(name) for name in self.reached)
        return any(part is not None and part.id == inner.id for part in parts)

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
        if steps and self.is_statement(steps[-1][1]):
            for method, call in steps:
                yield from self._change(name, self.text(method), call)

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


def dotted(expr: Expr) -> str | None:
    """`self.client` of a name or of members of a name; a text as index counts as a member."""
    path = member_path(expr)
    return path if path is not None and "[]" not in path else None


def member_path(expr: Expr) -> str | None:
    """`reply.choices[].message` of a chain that begins with a name."""
    parts: list[str] = []
    while not isinstance(expr, Name):
        if isinstance(expr, Member):
            parts.append(f".{expr.name}")
        elif isinstance(expr, Index):
            parts.append(f".{expr.key.value}" if isinstance(expr.key, Text) else "[]")
        else:
            return None
        expr = expr.of
    return expr.name + "".join(reversed(parts))


def _all(args: tuple[Argument, ...], line: int) -> Expr:
    """Several arguments, or a named one, as one value: an invocation of nothing."""
    return Invoke(Opaque("", line), args, line)
