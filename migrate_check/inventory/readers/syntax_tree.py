"""A file's syntax tree as readers see it: nodes to expressions, names, scopes.

Nothing is walked as a whole. A name is looked for in the bytes first, which is a hundred times
faster than visiting nodes; only the places found are looked up in the tree and converted.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from migrate_check.inventory.neutral import Expr, Index, Member, Name, Opaque, Scope, ScopeKind

_IN_WORDS = frozenset(bytes((code,)) for code in range(128) if chr(code).isalnum()) | {b"_", b"$"}
_DEEPEST = 100
"""Levels of an expression that are converted; hostile code nests deeper, programs do not."""
_DEEPEST_NODE = 1000
"""Nodes around a node that are looked at, for the same reason."""
_SHOWN = 60
"""Characters of an opaque expression's source that are kept."""


Convert = Callable[[Node, int], Expr]


class SyntaxTree:
    """The nodes of one file."""

    identifiers: ClassVar[frozenset[str]] = frozenset({"identifier"})
    """Node types of bare names, including those of members, types and keys."""
    functions_are: ClassVar[frozenset[str]]
    classes_are: ClassVar[frozenset[str]] = frozenset()
    loops_are: ClassVar[frozenset[str]] = frozenset()
    branches_are: ClassVar[frozenset[str]] = frozenset()
    """Node types in which statements may not be reached: if, try, match, loops."""
    transparent: ClassVar[frozenset[str]] = frozenset({"parenthesized_expression"})
    """Node types that change nothing about the expression inside, their first named child."""
    reached: ClassVar[frozenset[str]] = frozenset()
    """Fields of `branches_are` that are always evaluated: conditions, initialisers."""

    deepest: ClassVar[int] = _DEEPEST_NODE

    def __init__(self, data: bytes, grammar: Grammar, first_line: int) -> None:
        """Parse. `first_line`: where the bytes begin, for snippets inside of other files."""
        self._data = data
        self._first_line = first_line
        self._root = Parser(grammar).parse(data).root_node
        self._scopes: dict[int, Scope] = {}
        self._found: dict[str, tuple[Node, ...]] = {}
        self._convert = self.conversions()

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
    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """The scope that a function's or class's node opens."""

    # What follows for every language.

    @cached_property
    def top(self) -> Scope:
        """The module's own scope."""
        last = self._root.end_point.row + self._first_line
        return Scope(ScopeKind.MODULE, "", None, self._first_line, last, node=self._root)

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
        while outer is not None and outer.id != node.id and len(found) < self.deepest:
            found.append(outer)
            outer = outer.child_with_descendant(node)
        found.reverse()
        return found

    def too_deep(self, node: Node) -> bool:
        """Whether a node lies deeper than in any program."""
        return len(self.ancestors(node)) >= self.deepest

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
