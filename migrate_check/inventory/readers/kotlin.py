"""Kotlin as a `Module`. A lambda that only sets things, as builders take it, is a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

import tree_sitter_kotlin
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Choice,
    Entry,
    Expr,
    Flag,
    Imported,
    Index,
    Invoke,
    Items,
    Name,
    Null,
    Number,
    Opaque,
    Param,
    Record,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.readers.java import JVM, JVM_FOLDING
from migrate_check.inventory.readers.strings import join, unescape
from migrate_check.inventory.readers.tree_module import Assigned, Convert
from migrate_check.inventory.readers.typed_module import TypedModule
from migrate_check.inventory.readers.wildcards import brought_by

_GRAMMAR = Grammar(tree_sitter_kotlin.language())
_IMPORTS = frozenset({"import"})
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)")
_TYPES = frozenset({"user_type", "nullable_type", "function_type"})
_ASYNC = frozenset({"runBlocking", "launch", "async", "runTest", "flow", "coroutineScope"})


class KotlinModule(TypedModule):
    """A Kotlin file."""

    speaks = Language.KOTLIN
    folding = JVM_FOLDING
    implicit_self = True
    fluent = True
    meaning = replace(
        JVM,
        values={**JVM.values, "ModelId": 0, "toLong": -1, "toDouble": -1, "JsonPrimitive": 0},
        records=JVM.records | {"buildJsonObject", "buildMap", "JsonObject"},
        lists=JVM.lists | {"ArrayList", "emptyList", "buildList"},
        puts=frozenset(),
    )
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

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "user_type": self._type,
            "this_expression": self.this,
            "super_expression": self.this,
            "navigation_expression": self.member,
            "index_expression": self.index,
            "call_expression": self.call_value,
            "binary_expression": self.binary,
            "infix_expression": self._infix,
            "string_literal": self._string,
            "multiline_string_literal": self._string,
            "character_literal": lambda node, _: Text(self.text(node)[1:-1], self.line(node)),
            "number_literal": self.number,
            "float_literal": self.number,
            "unary_expression": self._unary,
            "lambda_literal": self._lambda,
            "annotated_lambda": self.inner,
            "spread_expression": self.inner,
            "as_expression": self.inner,
            "collection_literal": self.items,
            "if_expression": self._if,
            "when_expression": self._when,
            "try_expression": self.inner,
            "block": self._final,
            "throw_expression": lambda node, _: Null(self.line(node)),
        }

    def name(self, node: Node, level: int = 0) -> Expr:
        """A bare name; the grammar has no others for true, false and null."""
        text = self.text(node)
        if text in ("true", "false"):
            return Flag(text == "true", self.line(node))
        return Null(self.line(node)) if text == "null" else super().name(node, level)

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
        if around is not None and around.type == "call_expression":
            if around.named_children[0].id == outer.id:
                return around
        return outer

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call; the lambda behind the brackets is its last argument."""
        first, *rest = self.plain_children(node)
        if first.type == "call_expression" and all(c.type == "annotated_lambda" for c in rest):
            inner = self.invocation(first, level)
            args = (*inner.args, *self._arguments(rest, level))
            return Invoke(inner.callee, args, inner.line)
        callee = self.expr(first, level)
        return Invoke(callee, tuple(self._arguments(rest, level)), callee.line)

    def call_value(self, node: Node, level: int) -> Expr:
        """A call, or what it stands for; `x.apply { … }` changes x."""
        call = self.invocation(node, level)
        scoped = getattr(call.callee, "name", "") in ("apply", "also")
        of = getattr(call.callee, "of", None)
        last = call.args[-1].value if call.args else None
        if scoped and of is not None and isinstance(last, Record):
            return Record((Entry(None, of), *last.entries), call.line)
        return self.meaning.of(call)

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

    def _arguments(self, nodes: list[Node], level: int) -> Iterator[Argument]:
        for node in nodes:
            if node.type == "annotated_lambda":
                yield Argument(None, self.expr(node, level))
            for child in self.plain_children(node) if node.type == "value_arguments" else ():
                parts = self.plain_children(child)
                if not parts:
                    continue
                value = parts[-1]
                named = len(parts) > 1 and any(c.type == "=" for c in child.children)
                name = self.text(parts[0]) if named else None
                yield Argument(
                    name, self.expr(value, level), int(value.type == "spread_expression")
                )

    def _lambda(self, node: Node, level: int) -> Expr:
        """What only sets things is a record; one expression is that expression."""
        statements = [c for c in self.plain_children(node) if c.type != "lambda_parameters"]
        entries = [self._setting(statement, level) for statement in statements]
        some = _headers_together([entry for entry in entries if entry], self.line(node))
        if statements and all(entries):
            return Record(tuple(some), self.line(node))
        if len(statements) == 1:
            return self.expr(statements[0], level)
        if not some:
            return self._final(node, level)
        return Record((*some, Entry(None, self.opaque(node))), self.line(node))

    def _setting(self, node: Node, level: int) -> Entry | None:
        """`model = x`, `put("model", x)`, `setBody(x)`, `messages { … }`."""
        if node.type == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None or self._between(left) != "=":
                return None
            key = self.text(left).removeprefix("this.")
            return Entry(Text(key, self.line(left)), self.expr(right, level))
        if node.type != "call_expression":
            return None
        call = self.invocation(node, level)
        name = call.callee.name if isinstance(call.callee, Name) else ""
        if not name or not name[0].islower() or not call.args:
            return None
        values = [argument.value for argument in call.args]
        if name.startswith(("put", "append")) and len(values) == 2:
            return Entry(values[0], values[1])
        line = self.line(node)
        value = values[0] if len(values) == 1 else Invoke(Opaque("", line), call.args, line)
        return Entry(Text(name, line), value)

    def _final(self, node: Node, level: int) -> Expr:
        """The last expression of a block."""
        children = self.plain_children(node)
        return self.expr(children[-1], level) if children else self.opaque(node)

    def _type(self, node: Node, level: int) -> Expr:
        return Name(self.text(node).partition("<")[0], self.line(node))

    def _infix(self, node: Node, level: int) -> Expr:
        """`key to value` is a pair."""
        parts = node.named_children
        if len(parts) == 3 and self.text(parts[1]) == "to":
            values = (self.expr(parts[0], level), self.expr(parts[2], level))
            return Items(values, self.line(node))
        return self.opaque(node)

    def _unary(self, node: Node, level: int) -> Expr:
        """`x!!` is x; `-1` a number."""
        if self.text(node).endswith("!!"):
            return self.field(node, "argument", level)
        return self.number(node)

    def _string(self, node: Node, level: int) -> Expr:
        """The grammar cuts `$name` into text."""
        parts: list[Expr] = []
        raw, line = "", self.line(node)
        quotes = node.type == "multiline_string_literal"
        for child in node.named_children:
            if child.type == "string_content":
                raw += self.text(child)
                continue
            parts += self._simple(raw, line)
            raw = ""
            if child.type == "interpolation":
                parts.append(self.inner(child, level))
            else:
                text = self.text(child)
                parts.append(Text(text if quotes else unescape(text), line))
        parts += self._simple(raw, line)
        return join(tuple(parts), line)

    def _simple(self, text: str, line: int) -> Iterator[Expr]:
        end = 0
        for variable in _VARIABLE.finditer(text):
            if variable.start() > end:
                yield Text(text[end : variable.start()], line)
            yield Name(variable[1], line)
            end = variable.end()
        if end < len(text):
            yield Text(text[end:], line)

    def _if(self, node: Node, level: int) -> Expr:
        condition = node.child_by_field_name("condition")
        parts = [c for c in self.plain_children(node) if condition is None or c.id != condition.id]
        if len(parts) != 2:
            return self.opaque(node)
        return Choice(tuple(self.expr(part, level) for part in parts), self.line(node))

    def _when(self, node: Node, level: int) -> Expr:
        entries = [child for child in node.named_children if child.type == "when_entry"]
        options = tuple(self._final(entry, level) for entry in entries)
        return Choice(options, self.line(node)) if options else self.opaque(node)

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
            default = self.expr(values[-1]) if values else None
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


def _headers_together(entries: list[Entry], line: int) -> list[Entry]:
    """`header(k, v)` and `bearerAuth(k)` as one record."""
    headers, others = list[Entry](), list[Entry]()
    for entry in entries:
        name = entry.key.value if isinstance(entry.key, Text) else ""
        args = entry.value.args if isinstance(entry.value, Invoke) else ()
        if name == "header" and len(args) == 2:
            headers.append(Entry(args[0].value, args[1].value))
        elif name == "bearerAuth":
            headers.append(Entry(Text("authorization", line), entry.value))
        else:
            others.append(entry)
    if headers:
        others.append(Entry(Text("headers", line), Record(tuple(headers), line)))
    return others
