"""Expressions of Kotlin in neutral terms. A lambda that only sets things is a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Flag,
    Invoke,
    Items,
    Name,
    Null,
    Opaque,
    Record,
    Text,
)
from migrate_check.inventory.readers.jvm import JVM
from migrate_check.inventory.readers.strings import join, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.typed_module import TypedModule

_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)")


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


class KotlinValues(TypedModule):
    """Expressions of Kotlin."""

    meaning = replace(
        JVM,
        values={**JVM.values, "ModelId": 0, "toLong": -1, "toDouble": -1, "JsonPrimitive": 0},
        records=JVM.records | {"buildJsonObject", "buildMap", "JsonObject"},
        lists=JVM.lists | {"ArrayList", "emptyList", "buildList"},
        puts=frozenset(),
    )

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
