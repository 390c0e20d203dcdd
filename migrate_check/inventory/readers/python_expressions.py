"""Python's expressions in neutral terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Choice,
    Entry,
    Expr,
    Flag,
    Items,
    Null,
    Number,
    Record,
    Text,
)
from migrate_check.inventory.readers.strings import join, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.tree_module import TreeModule


class PythonExpressions(TreeModule):
    """What values a Python file writes."""

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "attribute": self.member,
            "subscript": self.index,
            "call": self.invocation,
            "string": self._string,
            "concatenated_string": self._strings,
            "integer": self._number,
            "float": self._number,
            "unary_operator": self._number,
            "true": lambda node, _: Flag(True, self.line(node)),
            "false": lambda node, _: Flag(False, self.line(node)),
            "none": lambda node, _: Null(self.line(node)),
            "dictionary": self._record,
            "list": self._items,
            "tuple": self._items,
            "set": self._items,
            "expression_list": self._items,
            "boolean_operator": self._either,
            "conditional_expression": self._conditional,
            "binary_operator": self._combined,
            "await": lambda node, level: self.expr(node.named_children[-1], level),
            "named_expression": self._walrus,
        }

    def _string(self, node: Node, level: int) -> Expr:
        parts = tuple(self._string_parts(node, level))
        return join(parts, self.line(node))

    def _string_parts(self, node: Node, level: int) -> Iterator[Expr]:
        raw = "r" in self.text(node)[:3].lower().split("'")[0].split('"')[0]
        for child in node.named_children:
            if child.type == "string_content":
                value = self.text(child)
                yield Text(value if raw else unescape(value), self.line(child))
            elif child.type == "interpolation":
                inner = child.child_by_field_name("expression")
                yield self.expr(inner, level) if inner is not None else self.opaque(child)

    def _strings(self, node: Node, level: int) -> Expr:
        parts = tuple(
            part for child in node.named_children for part in self._string_parts(child, level)
        )
        return join(parts, self.line(node))

    def _number(self, node: Node, _: int) -> Expr:
        text = self.text(node)
        plain = text.lstrip("-+ ").replace("_", "").replace(".", "")
        return Number(text, self.line(node)) if plain[:1].isdigit() else self.opaque(node)

    def _record(self, node: Node, level: int) -> Expr:
        entries = []
        for child in node.named_children:
            if child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    entries.append(Entry(self.expr(key, level), self.expr(value, level)))
            elif child.type == "dictionary_splat":
                entries.append(Entry(None, self.expr(child.named_children[0], level)))
        return Record(tuple(entries), self.line(node))

    def _items(self, node: Node, level: int) -> Expr:
        found = (
            self.expr(child, level) for child in node.named_children if child.type != "comment"
        )
        return Items(tuple(found), self.line(node))

    def _either(self, node: Node, level: int) -> Expr:
        operator = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or operator is None:
            return self.opaque(node)
        if operator.type == "and":
            return self.expr(right, level)
        return Choice((self.expr(left, level), self.expr(right, level)), self.line(node), True)

    def _conditional(self, node: Node, level: int) -> Expr:
        parts = node.named_children
        if len(parts) != 3:
            return self.opaque(node)
        return Choice((self.expr(parts[0], level), self.expr(parts[2], level)), self.line(node))

    def _combined(self, node: Node, level: int) -> Expr:
        """`a + b` of strings, `a | b` of mappings."""
        operator = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or operator is None:
            return self.opaque(node)
        both = (self.expr(left, level), self.expr(right, level))
        if operator.type == "|":
            return Record(tuple(Entry(None, part) for part in both), self.line(node))
        return join(both, self.line(node)) if operator.type == "+" else self.opaque(node)

    def _walrus(self, node: Node, level: int) -> Expr:
        value = node.child_by_field_name("value")
        return self.expr(value, level) if value is not None else self.opaque(node)
