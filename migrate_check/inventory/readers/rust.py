"""Rust as a `Module`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

import tree_sitter_rust
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    BindingKind,
    Expr,
    Imported,
    Index,
    Number,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers.folding import Folding
from migrate_check.inventory.readers.rust_macros import Macros, as_calls
from migrate_check.inventory.readers.rust_values import SAME, RustValues
from migrate_check.inventory.readers.tree_module import Assigned
from migrate_check.inventory.readers.typed_module import plain_type
from migrate_check.inventory.readers.wildcards import brought_by

_GRAMMAR = Grammar(tree_sitter_rust.language())
_IMPORTS = frozenset({"use_declaration"})
_DEEPEST_USE = 40
_PATHS = re.compile(rb"\b([a-z][a-z0-9_]*)::")
_OWN = frozenset({"crate", "self", "super", "std", "core", "alloc"})


class RustModule(RustValues):
    """A Rust file."""

    speaks = Language.RUST
    folding = Folding(
        opens=frozenset({"post", "get", "put", "patch", "delete", "request", "agent", "extractor"}),
        closes={"send": frozenset({"converse", "converse_stream", "invoke_model"})},
    )
    fluent = True
    model_owners = frozenset({"openai", "anthropic", "gemini", "completion", "common", "embedding"})
    identifiers = frozenset({"identifier", "field_identifier", "type_identifier"})
    transparent = frozenset({"parenthesized_expression", "generic_function", "generic_type"})
    functions_are = frozenset(
        {"function_item", "function_signature_item", "closure_expression", "async_block"}
    )
    classes_are = frozenset({"struct_item", "impl_item", "trait_item", "enum_item"})
    loops_are = frozenset({"for_expression", "while_expression", "loop_expression"})
    branches_are = loops_are | {"if_expression", "match_arm"}
    reached = frozenset({"condition"})
    returns_are = frozenset({"return_expression"})
    awaits_are = frozenset({"await_expression"})
    passing = frozenset({"parenthesized_expression", "try_expression", "reference_expression"})
    methods: ClassVar[Mapping[str, BindingKind]] = {
        "push": BindingKind.APPEND,
        "extend": BindingKind.MERGE,
    }
    setters = frozenset({"insert"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        data = as_calls(data)
        super().__init__(path, data, _GRAMMAR, first_line)
        self._macros = Macros(self, _GRAMMAR, data)
        self._types: dict[str, Scope] = {}

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and field, or path and name."""
        fields = {
            "field_expression": ("value", "field"),
            "scoped_identifier": ("path", "name"),
            "scoped_type_identifier": ("path", "name"),
        }
        if node.type not in fields:
            return None
        of, name = (node.child_by_field_name(part) for part in fields[node.type])
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key."""
        if node.type != "index_expression" or node.named_child_count != 2:
            return None
        return node.named_children[0], node.named_children[1]

    def call_with(self, callee: Node) -> Node | None:
        """The call of this callee."""
        outer = callee.parent
        while outer is not None and outer.type == "generic_function":
            callee, outer = outer, outer.parent
        if outer is None or outer.type != "call_expression":
            return None
        function = outer.child_by_field_name("function")
        return outer if function is not None and function.id == callee.id else None

    def method_on(self, receiver: Node) -> tuple[Node, Node] | None:
        """Also after `?` and `.await`."""
        node = receiver
        while node.parent is not None and node.parent.type in (
            "try_expression",
            "await_expression",
        ):
            node = node.parent
        return super().method_on(node)

    def assigned(self, target: Node) -> Assigned | None:
        """`let`, constants, assignments, loops, `if let` and the fields of a struct."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type in ("const_item", "static_item"):
            return self._put(target, outer, "name", BindingKind.SET)
        if outer.type in ("let_declaration", "let_condition"):
            return self._put(target, outer, "pattern", BindingKind.SET)
        if outer.type == "for_expression":
            return self._put(target, outer, "pattern", BindingKind.EACH)
        if outer.type in ("assignment_expression", "compound_assignment_expr"):
            return self._put(target, outer, "left", BindingKind.SET, "right")
        if outer.type in ("tuple_struct_pattern", "tuple_pattern", "mut_pattern"):
            return self._matched(target, outer)
        return self._field_put(target, outer)

    def bound_name(self, target: Node, shown: Expr) -> str | None:
        """The fields of a struct: `self.field`, in `Self { … }` and in its declaration."""
        outer = target.parent
        if outer is not None and outer.type in (
            "field_initializer",
            "shorthand_field_initializer",
        ):
            kind = self._struct_name(outer)
            name = "self" if kind == "Self" else kind
            return f"{name}.{self.text(target)}" if name else None
        return super().bound_name(target, shown)

    def declares(self, name: Node) -> bool:
        """Whether it is a field of a struct; other declarations are never asked for."""
        return name.parent is not None and name.parent.type == "field_declaration"

    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """Names of a struct's fields."""
        body = class_node.child_by_field_name("body")
        for declaration in body.named_children if body is not None else ():
            if declaration.type == "field_declaration":
                yield from declaration.children_by_field_name("name")

    def taker(self, outer: Node, value: Node) -> str | None:
        """The variable that is declared or assigned."""
        part = {"let_declaration": "pattern", "let_condition": "pattern"}
        part["assignment_expression"] = "left"
        name = outer.child_by_field_name(part[outer.type]) if outer.type in part else None
        if name is None or name.id == value.id:
            return None
        return self.text(name.named_children[-1] if "pattern" in name.type else name)

    def passed_to(self, node: Node) -> Node | None:
        """Also through `.unwrap()` and the like."""
        outer = node.parent
        if outer is not None and outer.type == "field_expression":
            name = outer.child_by_field_name("field")
            passes = name is not None and self.text(name) in SAME
            return outer.parent if passes else None
        return super().passed_to(node)

    def loops_over(self, outer: Node, node: Node) -> bool:
        """`for x in call()`."""
        value = outer.child_by_field_name("value")
        return outer.type == "for_expression" and value is not None and value.id == node.id

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A type's or function's scope; all `impl` blocks of a type share its scope."""
        of_type = node.type in self.classes_are
        name = node.child_by_field_name("type" if node.type == "impl_item" else "name")
        text = self.text(name) if name is not None else ""
        if node.type == "impl_item":
            text = plain_type(text)
            declared = [s for s in self.functions(text) if s.kind is ScopeKind.CLASS]
            if declared or text in self._types:
                return self._types.setdefault(text, (*declared, self.top)[0])
        made = Scope(
            ScopeKind.CLASS if of_type else ScopeKind.FUNCTION,
            text,
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(node.child_by_field_name("parameters"))),
            is_async=self._is_async(node, parent),
            decorators=tuple(self._attributes(node)),
            node=node,
        )
        return self._types.setdefault(text, made) if of_type else made

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`use a::{b, c as d}`, and crates that are named in full."""
        seen = set()
        for node in self.nodes_of(b"use", _IMPORTS):
            argument = node.child_by_field_name("argument")
            if argument is not None:
                yield from self._use(argument, (), 0)
        if b"reqwest::blocking" in self._data:
            yield None, Imported("reqwest.blocking")
        for match in _PATHS.finditer(self._data):
            crate = match[1].decode()
            if crate not in seen and crate not in _OWN:
                seen.add(crate)
                yield None, Imported(crate)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`, and the last expression."""
        yield from super().returned(function)
        body = function.child_by_field_name("body")
        if body is not None and body.type != "block":
            yield body
        last = self._tail(body) if body is not None and body.type == "block" else None
        if last is not None:
            yield last

    def _put(
        self, target: Node, outer: Node, part: str, kind: BindingKind, value_part: str = "value"
    ) -> Assigned | None:
        own, value = outer.child_by_field_name(part), outer.child_by_field_name(value_part)
        if own is None or own.id != target.id:
            return None
        shown = self.expr(value) if value is not None else self.opaque(outer)
        declared = self.type_text(outer.child_by_field_name("type"))
        return Assigned(kind, shown, outer, declared)

    def _matched(self, target: Node, pattern: Node) -> Assigned | None:
        """`Some(x)` of a value is that value; `(a, b)` by position."""
        outer = self.assigned(pattern)
        children = pattern.named_children
        if outer is None or pattern.child_by_field_name("type") == target:
            return None
        if pattern.type != "tuple_pattern":
            return outer
        place = [child.id for child in children].index(target.id)
        line = self.line(target)
        value = Index(outer.value, Number(str(place), line), line)
        return Assigned(outer.kind, value, outer.statement)

    def _field_put(self, target: Node, outer: Node) -> Assigned | None:
        """A field's declaration, `Self { field: x }` and `Self { field }`."""
        if outer.type == "field_declaration":
            declared = self.type_text(outer.child_by_field_name("type"))
            own = outer.child_by_field_name("name")
            is_name = own is not None and own.id == target.id
            return (
                Assigned(BindingKind.SET, self.opaque(outer), outer, declared) if is_name else None
            )
        if outer.type == "field_initializer":
            return self._put(target, outer, "field", BindingKind.SET)
        if outer.type == "shorthand_field_initializer":
            return Assigned(BindingKind.SET, self.name(target), outer)
        return None

    def _struct_name(self, initializer: Node) -> str | None:
        """`Self`, or the type of this crate whose field is set."""
        body = initializer.parent
        struct = body.parent if body is not None else None
        name = struct.child_by_field_name("name") if struct is not None else None
        return self.text(name) if name is not None and name.type == "type_identifier" else None

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in self.plain_children(node):
            pattern = child.child_by_field_name("pattern")
            if child.type == "identifier":
                yield Param(self.text(child))
            elif pattern is not None and pattern.type == "identifier":
                declared = self.type_text(child.child_by_field_name("type"))
                yield Param(self.text(pattern), None, declared)

    def _is_async(self, node: Node, parent: Scope) -> bool:
        if node.type == "async_block":
            return True
        if node.type == "closure_expression":
            return parent.is_async
        marks = (self.text(c) for c in node.named_children if c.type == "function_modifiers")
        return any("async" in mark for mark in marks)

    def _attributes(self, node: Node) -> Iterator[str]:
        before = node.prev_named_sibling
        while before is not None and before.type == "attribute_item":
            yield self.text(before).strip("#[] ").partition("(")[0]
            before = before.prev_named_sibling

    def _use(
        self, node: Node, path: tuple[str, ...], level: int
    ) -> Iterator[tuple[str | None, Imported]]:
        if level > _DEEPEST_USE:
            return
        if node.type == "use_list":
            for child in self.plain_children(node):
                yield from self._use(child, path, level + 1)
        elif node.type == "scoped_use_list":
            inner, listed = node.child_by_field_name("path"), node.child_by_field_name("list")
            if listed is not None:
                yield from self._use(listed, (*path, *self._parts(inner)), level + 1)
        else:
            yield from self._used(node, path)

    def _used(self, node: Node, path: tuple[str, ...]) -> Iterator[tuple[str | None, Imported]]:
        """One name: `a::b`, `a as b`, `a::*`, `self`."""
        if node.type == "use_as_clause":
            full = (*path, *self._parts(node.child_by_field_name("path")))
            alias = node.child_by_field_name("alias")
            yield self.text(alias) if alias is not None else None, _imported(full)
        elif node.type == "use_wildcard":
            yield from brought_by(".".join((*path, *self._parts(node.children[0]))))
        else:
            full = (*path, *self._parts(node)) if node.type != "self" else path
            if full:
                yield full[-1], _imported(full)

    def _parts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.text(node).split("::")) if node is not None else ()


def _imported(full: tuple[str, ...]) -> Imported:
    if len(full) == 1:
        return Imported(full[0])
    return Imported(".".join(full[:-1]), full[-1])
