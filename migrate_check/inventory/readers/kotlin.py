"""Kotlin as a `Module`. A lambda that only sets things, as builders take it, is a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

import tree_sitter_kotlin
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    BindingKind,
    Expr,
    Imported,
    Index,
    Invoke,
    Items,
    Number,
    Param,
    Record,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers.jvm import JVM_FOLDING
from migrate_check.inventory.readers.kotlin_values import KotlinValues
from migrate_check.inventory.readers.tree_module import Assigned
from migrate_check.inventory.readers.wildcards import brought_by

_GRAMMAR = Grammar(tree_sitter_kotlin.language())
_IMPORTS = frozenset({"import"})
_TYPES = frozenset({"user_type", "nullable_type", "function_type"})
_ASYNC = frozenset({"runBlocking", "launch", "async", "runTest", "flow", "coroutineScope"})


class KotlinModule(KotlinValues):
    """A Kotlin file."""

    speaks = Language.KOTLIN
    folding = JVM_FOLDING
    implicit_self = True
    fluent = True
    functions_are = frozenset(
        {
            "function_declaration",
            "secondary_constructor",
            "lambda_literal",
            "anonymous_function",
            "anonymous_initializer",
        }
    )
    classes_are = frozenset({"class_declaration", "object_declaration"})
    loops_are = frozenset({"for_statement", "while_statement", "do_while_statement"})
    branches_are = loops_are | {"if_expression", "when_entry", "catch_block"}
    reached = frozenset({"condition"})
    returns_are = frozenset({"return_expression"})
    passing = frozenset({"parenthesized_expression", "as_expression"})
    methods: ClassVar[Mapping[str, BindingKind]] = {
        "add": BindingKind.APPEND,
        "addAll": BindingKind.MERGE,
        "putAll": BindingKind.MERGE,
    }
    setters = frozenset({"put", "set", "addProperty", "putIfAbsent"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name."""
        if node.type != "navigation_expression" or node.named_child_count < 2:
            return None
        return node.named_children[0], node.named_children[-1]

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key."""
        if node.type != "index_expression" or node.named_child_count != 2:
            return None
        return node.named_children[0], node.named_children[1]

    def call_with(self, callee: Node) -> Node | None:
        """The call of this callee, with the lambda that follows it."""
        outer = callee.parent
        if outer is None or outer.type != "call_expression":
            return None
        if outer.named_children[0].id != callee.id:
            return None
        around = outer.parent
        if around is None or around.type != "call_expression":
            return outer
        return around if around.named_children[0].id == outer.id else outer

    def assigned(self, target: Node) -> Assigned | None:
        """Properties, assignments, constructor parameters and loops."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type == "variable_declaration":
            return self._declared(target, outer)
        if outer.type == "class_parameter" and self.declares(target):
            return Assigned(BindingKind.SET, self.opaque(outer), outer, self._type_of(outer))
        if outer.type == "assignment":
            return self._assignment(target, outer)
        return None

    def declares(self, name: Node) -> bool:
        """Whether the identifier declares a variable, parameter or property here."""
        outer = name.parent
        if outer is None:
            return False
        if outer.type == "class_parameter":
            return bool(re.search(r"\b(?:val|var)\b", self.text(outer).partition(":")[0])) and (
                self._own_name(outer) == name
            )
        kinds = ("variable_declaration", "parameter")
        return outer.type in kinds and self._own_name(outer) == name

    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """Names of properties, also of the constructor's and the companion's."""
        for child in class_node.named_children:
            if child.type == "primary_constructor":
                for listed in child.named_children:
                    for parameter in listed.named_children:
                        name = self._own_name(parameter)
                        yield from (name,) if name is not None and self.declares(name) else ()
            elif child.type == "class_body":
                yield from self._properties(child)

    def taker(self, outer: Node, value: Node) -> str | None:
        """The variable that is declared or assigned."""
        if outer.type == "property_declaration":
            declared = next((c for c in outer.named_children if "declaration" in c.type), None)
            name = self._own_name(declared) if declared is not None else None
        elif outer.type == "assignment":
            name = outer.child_by_field_name("left")
        else:
            return None
        return self.text(name) if name is not None and name.id != value.id else None

    def loops_over(self, outer: Node, node: Node) -> bool:
        """`for (x in call())`."""
        return outer.type == "for_statement" and outer.named_children[-1].id != node.id

    def is_statement(self, call: Node) -> bool:
        """A call that stands in a block by itself."""
        outer = call.parent
        return outer is not None and outer.type in ("block", "lambda_literal", "source_file")

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A class's, function's or lambda's scope."""
        of_class = node.type in self.classes_are
        name = node.child_by_field_name("name")
        return Scope(
            ScopeKind.CLASS if of_class else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(node)),
            is_async=not of_class and self._is_async(node, parent),
            decorators=tuple(self._annotations(node)),
            bases=tuple(self._bases(node)) if of_class else (),
            node=node,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`import a.b.C`, `import a.b.C as D`, `import a.b.*`."""
        for node in self.nodes_of(b"import", _IMPORTS):
            parts = node.named_children
            full = self.text(parts[0]) if parts else ""
            package, _, name = full.rpartition(".")
            if self.text(node).rstrip().endswith("*"):
                yield from brought_by(full)
            else:
                yield self.text(parts[-1]) if len(parts) > 1 else name, Imported(package, name)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`, the value behind `=`, a lambda's last expression."""
        if function.type == "lambda_literal":
            yield from self.plain_children(function)[-1:]
            return
        body = next((c for c in function.named_children if c.type == "function_body"), None)
        inner = self.plain_children(body)
        if inner and inner[0].type != "block":
            yield inner[0]
            return
        waiting = list(inner)
        while waiting:
            node = waiting.pop()
            if node.type in self.returns_are:
                yield from self.plain_children(node)[:1]
            elif node.type not in self.functions_are | self.classes_are:
                waiting.extend(reversed(node.named_children))

    def _own_name(self, node: Node) -> Node | None:
        return next((c for c in node.named_children if c.type == "identifier"), None)

    def _properties(self, body: Node) -> Iterator[Node]:
        for member in body.named_children:
            if member.type == "companion_object":
                for inner in member.named_children:
                    yield from self._properties(inner) if inner.type == "class_body" else ()
            for declared in member.named_children if member.type == "property_declaration" else ():
                if declared.type == "variable_declaration":
                    name = self._own_name(declared)
                    yield from (name,) if name is not None else ()

    def _declared(self, target: Node, declaration: Node) -> Assigned | None:
        statement = declaration.parent
        if statement is None or self._own_name(declaration) != target:
            return None
        declared = self._type_of(declaration)
        if statement.type == "for_statement":
            over = self.plain_children(statement)[1:2]
            value = self.expr(over[0]) if over else self.opaque(statement)
            return Assigned(BindingKind.EACH, value, statement, declared)
        if statement.type == "multi_variable_declaration" and statement.parent is not None:
            place = [c.id for c in statement.named_children].index(declaration.id)
            whole = self._value(statement.parent, statement)
            line = self.line(statement)
            part = Index(whole, Number(str(place), line), line)
            return Assigned(BindingKind.SET, part, statement.parent)
        if statement.type != "property_declaration":
            return None
        return Assigned(BindingKind.SET, self._value(statement, declaration), statement, declared)

    def _value(self, statement: Node, declaration: Node) -> Expr:
        """What follows `=`, `by lazy` or `get() =`."""
        following = [
            c for c in self.plain_children(statement) if c.start_byte > declaration.end_byte
        ]
        for node in following:
            if node.type == "property_delegate":
                call = self.inner(node, 0)
                lazy = isinstance(call, Invoke) and getattr(call.callee, "name", "") == "lazy"
                return (
                    call.args[-1].value if isinstance(call, Invoke) and lazy and call.args else call
                )
            if node.type == "getter":
                body = self.plain_children(node)[-1:]
                inner = self.plain_children(body[0]) if body else []
                return self.expr(inner[0]) if inner else self.opaque(node)
            if node.type not in ("modifiers", "setter", "type_constraints"):
                return self.expr(node)
        return self.opaque(statement)

    def _type_of(self, node: Node) -> str | None:
        found = next((c for c in node.named_children if c.type in _TYPES), None)
        return self.type_text(found)

    def _assignment(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None or left.id != target.id:
            return None
        value = self.expr(right)
        if self._between(left) != "=":
            kind = BindingKind.MERGE if isinstance(value, Items | Record) else BindingKind.APPEND
            return Assigned(kind, value, outer)
        return Assigned(BindingKind.SET, value, outer)

    def _params(self, node: Node) -> Iterator[Param]:
        for child in node.named_children:
            if child.type == "primary_constructor":
                for listed in child.named_children:
                    yield from self._listed(listed)
            elif child.type == "function_value_parameters":
                yield from self._listed(child)
            elif child.type == "lambda_parameters":
                for declared in child.named_children:
                    name = self._own_name(declared)
                    yield from (Param(self.text(name)),) if name is not None else ()

    def _listed(self, node: Node) -> Iterator[Param]:
        children = self.plain_children(node)
        for at, child in enumerate(children):
            name = self._own_name(child)
            if child.type not in ("parameter", "class_parameter") or name is None:
                continue
            following = children[at + 1] if at + 1 < len(children) else None
            values = [
                c
                for c in self.plain_children(child)
                if c.start_byte > name.end_byte and c.type not in _TYPES
            ]
            if child.type == "parameter" and following is not None:
                values += [following] if "parameter" not in following.type else []
            default = self.default_value(values[-1]) if values else None
            before = children[at - 1] if at else None
            rest = before is not None and "vararg" in self.text(before)[:40]
            modifiers = before is not None and before.type == "parameter_modifiers"
            yield Param(self.text(name), default, self._type_of(child), int(rest and modifiers))

    def _is_async(self, node: Node, parent: Scope) -> bool:
        if node.type == "lambda_literal":
            call = node.parent.parent if node.parent is not None else None
            name = call.named_children[0] if call is not None and call.named_children else None
            launched = name is not None and self.text(name).rpartition(".")[2] in _ASYNC
            return parent.is_async or launched
        marks = (self.text(c) for c in node.named_children if c.type == "modifiers")
        return any("suspend" in mark.split() for mark in marks)

    def _annotations(self, node: Node) -> Iterator[str]:
        for modifiers in node.named_children[:1]:
            for child in modifiers.named_children if modifiers.type == "modifiers" else ():
                if child.type == "annotation":
                    yield self.text(child).removeprefix("@").partition("(")[0]

    def _bases(self, node: Node) -> Iterator[str]:
        for listed in node.named_children:
            for base in listed.named_children if listed.type == "delegation_specifiers" else ():
                yield self.text(base).partition("(")[0].partition("<")[0].partition(" by ")[0]
