"""Expressions of JavaScript in neutral terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Number,
    Record,
    Template,
    Text,
)
from migrate_check.inventory.paths import dotted
from migrate_check.inventory.readers.javascript_patterns import first_child
from migrate_check.inventory.readers.strings import join, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.tree_module import TreeModule

_SAME = frozenset(
    {
        "Buffer.from",
        "JSON.stringify",
        "Object.freeze",
        "Object.seal",
        "Promise.resolve",
        "Readonly",
        "String",
        "structuredClone",
    }
)
"""Functions that give back what they are given, as far as a scan cares."""
_PASSING = frozenset({"bind", "catch", "finally"})
"""Methods that give back what they are called on."""
_HOLDERS = frozenset({"FormData", "Headers", "Map", "URLSearchParams"})
"""Objects that are made of a record, or empty."""
_MERGERS = frozenset({"Object.assign", "_.assign", "_.merge", "lodash.merge", "_.defaults"})


class Expressions:
    """Conversions for one module."""

    def __init__(self, module: TreeModule) -> None:
        self._module = module

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "call_expression": self._call,
            "new_expression": self._new,
            "string": self._string,
            "template_string": self._template,
            "number": lambda node, _: Number(self._text(node), self._line(node)),
            "unary_expression": self._unary,
            "object": self._object,
            "array": self._array,
            "binary_expression": self._binary,
            "ternary_expression": self._ternary,
            "await_expression": self._last,
            "sequence_expression": self._last,
            "type_assertion": self._last,
            "assignment_expression": self._assignment,
            "meta_property": self._meta,
        }

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call, `new` or tagged template."""
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = node.child_by_field_name("arguments")
        module = self._module
        callee = module.expr(function, level) if function is not None else module.opaque(node)
        return Invoke(callee, tuple(self._arguments(given, level)), callee.line)

    def _call(self, node: Node, level: int) -> Expr:
        call = self.invocation(node, level)
        name = dotted(call.callee)
        if name in _SAME and call.args and not call.args[0].spread:
            return call.args[0].value
        if name in _MERGERS:
            return merged([arg.value for arg in call.args], call.line)
        if isinstance(call.callee, Member):
            return self._method(call, call.callee)
        return call

    def _method(self, call: Invoke, callee: Member) -> Expr:
        """`create.bind(client)` is `create`, `promise.catch(log)` gives what the promise does."""
        if callee.name in _PASSING and len(call.args) == 1:
            return callee.of
        return self._concatenated(call, callee) if callee.name == "concat" else call

    def _concatenated(self, call: Invoke, callee: Member) -> Expr:
        values = tuple(arg.value for arg in call.args)
        if isinstance(callee.of, Items):
            return Items((*callee.of.items, *values), call.line)
        return join((callee.of, *values), call.line) if _is_text(callee.of) else call

    def _new(self, node: Node, level: int) -> Expr:
        made = self.invocation(node, level)
        name = dotted(made.callee)
        values = [arg.value for arg in made.args]
        if name in _HOLDERS:
            return values[0] if values else Record((), made.line)
        if name == "URL" and values:
            return join(tuple(reversed(values)), made.line)
        return made

    def _arguments(self, node: Node | None, level: int) -> Iterator[Argument]:
        if node is not None and node.type == "template_string":
            yield Argument(None, self._template(node, level))
            return
        for child in node.named_children if node is not None else ():
            if child.type == "spread_element":
                yield Argument(None, self._spread(child, level), 1)
            elif child.type != "comment":
                yield Argument(None, self._module.expr(child, level))

    def _string(self, node: Node, _: int) -> Expr:
        return Text(unescape(self._text(node)[1:-1]), self._line(node))

    def _template(self, node: Node, level: int) -> Expr:
        parts: list[Expr] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                inner = first_child(child)
                parts.append(self._inside(inner, child, level))
            else:
                parts.append(Text(unescape(self._text(child)), self._line(child)))
        return join(tuple(parts), self._line(node))

    def _inside(self, inner: Node | None, node: Node, level: int) -> Expr:
        return self._module.expr(inner, level) if inner is not None else self._module.opaque(node)

    def _unary(self, node: Node, level: int) -> Expr:
        operand = node.child_by_field_name("argument")
        operator = self._text(node)[:1]
        if operand is None or operand.type != "number" or operator not in "+-":
            return self._module.opaque(node)
        return Number(self._text(node).replace(" ", ""), self._line(node))

    def _object(self, node: Node, level: int) -> Expr:
        entries = (self._entry(child, level) for child in node.named_children)
        return Record(tuple(one for one in entries if one is not None), self._line(node))

    def _entry(self, node: Node, level: int) -> Entry | None:
        match node.type:
            case "pair":
                key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
                if key is None or value is None:
                    return None
                return Entry(self._key(key, level), self._module.expr(value, level))
            case "shorthand_property_identifier":
                name = self._text(node)
                return Entry(Text(name, self._line(node)), Name(name, self._line(node)))
            case "spread_element":
                return Entry(None, self._spread(node, level))
            case "method_definition":
                named = node.child_by_field_name("name")
                return Entry(self._key(named or node, level), self._module.opaque(node))
        return None

    def _key(self, node: Node, level: int) -> Expr:
        if node.type == "computed_property_name":
            return self._inside(first_child(node), node, level)
        if node.type == "string":
            return self._string(node, level)
        return Text(self._text(node), self._line(node))

    def _spread(self, node: Node, level: int) -> Expr:
        """What is spread; `...(x && {…})` brings the record or nothing."""
        inner = first_child(node)
        if inner is None:
            return self._module.opaque(node)
        value = self._module.expr(inner, level)
        if isinstance(value, Choice) and not value.fallback:
            line = value.line
            options = tuple(Record((), line) if _nothing(one) else one for one in value.options)
            return Choice(options, line)
        return value

    def _array(self, node: Node, level: int) -> Expr:
        """Spread items stand as they are: a list inside of the list."""
        items = []
        for child in node.named_children:
            if child.type == "spread_element":
                items.append(self._spread(child, level))
            elif child.type != "comment":
                items.append(self._module.expr(child, level))
        return Items(tuple(items), self._line(node))

    def _binary(self, node: Node, level: int) -> Expr:
        operator = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if operator is None or left is None or right is None:
            return self._module.opaque(node)
        line, expr = self._line(node), self._module.expr
        match operator.type:
            case "??" | "||":
                return Choice((expr(left, level), expr(right, level)), line, fallback=True)
            case "&&":
                return Choice((expr(right, level), Null(line)), line)
            case "+":
                return join((expr(left, level), expr(right, level)), line)
            case "*" if left.type == right.type == "number":
                return _product(self._text(left), self._text(right), line) or self._module.opaque(
                    node
                )
        return self._module.opaque(node)

    def _ternary(self, node: Node, level: int) -> Expr:
        one = node.child_by_field_name("consequence")
        other = node.child_by_field_name("alternative")
        if one is None or other is None:
            return self._module.opaque(node)
        options = self._module.expr(one, level), self._module.expr(other, level)
        return Choice(options, self._line(node))

    def _last(self, node: Node, level: int) -> Expr:
        children = [child for child in node.named_children if child.type != "comment"]
        return self._module.expr(children[-1], level) if children else self._module.opaque(node)

    def _assignment(self, node: Node, level: int) -> Expr:
        value = node.child_by_field_name("right")
        return self._module.expr(value, level) if value is not None else self._module.opaque(node)

    def _meta(self, node: Node, _: int) -> Expr:
        """`import.meta`."""
        line = self._line(node)
        first, _dot, last = self._text(node).partition(".")
        return Member(Name(first, line), last, line)

    def _text(self, node: Node) -> str:
        return self._module.text(node)

    def _line(self, node: Node) -> int:
        return self._module.line(node)


def merged(values: list[Expr], line: int) -> Expr:
    """Records put together, later ones over earlier ones."""
    return values[0] if len(values) == 1 else Record(tuple(Entry(None, v) for v in values), line)


def _product(one: str, other: str, line: int) -> Expr | None:
    """`60 * 1000`, as times are often written."""
    factors = one.replace("_", ""), other.replace("_", "")
    if not all(factor.isdigit() and len(factor) < 12 for factor in factors):
        return None
    return Number(str(int(factors[0]) * int(factors[1])), line)


def _nothing(expr: Expr) -> bool:
    return isinstance(expr, Null) or (isinstance(expr, Text) and not expr.value)


def _is_text(expr: Expr) -> bool:
    return isinstance(expr, Text | Template)
