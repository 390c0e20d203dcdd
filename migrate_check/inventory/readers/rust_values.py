"""Expressions of Rust in neutral terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Invoke,
    Name,
    Record,
    ScopeKind,
    Text,
)
from migrate_check.inventory.readers.meaning import RECEIVER, Meaning
from migrate_check.inventory.readers.rust_macros import Macros
from migrate_check.inventory.readers.strings import unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.typed_module import TypedModule

SAME = frozenset(
    {"unwrap", "expect", "map_err", "context", "with_context", "into", "clone", "ok", "cloned"}
    | {"to_string", "to_owned", "as_str", "into_bytes", "as_ref", "as_bytes", "to_vec", "as_deref"}
    | {"unwrap_or_default", "trim", "trim_end_matches", "into_boxed_str", "error_for_status"}
)
"""Methods that give back what they are called on, as far as a scan cares."""


class RustValues(TypedModule):
    """Expressions of Rust."""

    _macros: Macros

    meaning = Meaning(
        values={
            **dict.fromkeys(sorted(SAME), RECEIVER),
            "Some": 0,
            "Ok": 0,
            "String.from": 0,
            "Arc.new": 0,
            "Box.new": 0,
            "Box.pin": 0,
            "Rc.new": 0,
            "Mutex.new": 0,
            "RwLock.new": 0,
            "Lazy.new": 0,
            "LazyLock.new": 0,
            "Arc.clone": 0,
            "Cow.from": 0,
            "Cow.Borrowed": 0,
            "Url.parse": 0,
            "serde_json.to_string": 0,
            "serde_json.to_vec": 0,
            "serde_json.to_value": 0,
            "HeaderValue.from_str": 0,
            "HeaderValue.from_static": 0,
            "SecretString.new": 0,
            "SecretString.from": 0,
            "Body.from": 0,
            "Blob.new": 0,
        },
        fallbacks=frozenset({"unwrap_or", "unwrap_or_else", "or", "or_else"}),
        records=frozenset({"HashMap.from", "BTreeMap.from", "HashMap.new", "Map.new"}),
        lists=frozenset({"Vec.new", "Vec.with_capacity"}),
    )

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "type_identifier": self._type_name,
            "field_identifier": self.name,
            "shorthand_field_identifier": self.name,
            "crate": self.name,
            "super": self.name,
            "self": self.this,
            "field_expression": self.member,
            "scoped_identifier": self.member,
            "scoped_type_identifier": self.member,
            "index_expression": self.index,
            "call_expression": self.call_value,
            "macro_invocation": lambda node, level: self._macros.value(node, level),
            "struct_expression": self._struct,
            "string_literal": self._string,
            "raw_string_literal": self._raw,
            "char_literal": self._string,
            "integer_literal": self.number,
            "float_literal": self.number,
            "unary_expression": self._unary,
            "boolean_literal": self.flag,
            "array_expression": self.items,
            "tuple_expression": self.items,
            "binary_expression": self.binary,
            "try_expression": self.inner,
            "await_expression": self.inner,
            "reference_expression": lambda node, level: self.field(node, "value", level),
            "type_cast_expression": lambda node, level: self.field(node, "value", level),
            "closure_expression": lambda node, level: self.field(node, "body", level),
            "block": self._block,
            "else_clause": self.inner,
            "expression_statement": self.inner,
            "if_expression": self.conditional,
            "match_expression": self._match,
        }

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call."""
        callee = self.field(node, "function", level)
        children = self.plain_children(node.child_by_field_name("arguments"))
        args = tuple(Argument(None, self.expr(child, level)) for child in children)
        return Invoke(callee, args, callee.line)

    def conditional(self, node: Node, level: int) -> Expr:
        """`if c { a } else { b }` as a value."""
        if node.child_by_field_name("alternative") is None:
            return self.opaque(node)
        return super().conditional(node, level)

    def _type_name(self, node: Node, level: int) -> Expr:
        """`Self` is the type around it."""
        text = self.text(node)
        if text == "Self":
            around = self.scope_of(node).enclosing(ScopeKind.CLASS)
            text = around.name if around is not None else text
        return Name(text, self.line(node))

    def _struct(self, node: Node, level: int) -> Expr:
        """`T { a: 1, b, ..rest }`."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        entries = tuple(self._entries(body, level)) if body is not None else ()
        return Record(entries, self.line(node), self.type_text(name))

    def _entries(self, body: Node, level: int) -> Iterator[Entry]:
        for child in body.named_children:
            if child.type == "field_initializer":
                key, value = child.child_by_field_name("field"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    text = self.text(key).removeprefix("r#")
                    yield Entry(Text(text, self.line(key)), self.expr(value, level))
            elif child.type == "shorthand_field_initializer":
                yield Entry(Text(self.text(child), self.line(child)), self.inner(child, level))
            elif child.type == "base_field_initializer":
                base = self.inner(child, level)
                is_default = isinstance(base, Invoke) and getattr(base.callee, "name", "") in (
                    "default",
                    "new",
                )
                yield from () if is_default else (Entry(None, base),)

    def _string(self, node: Node, level: int) -> Expr:
        text = self.text(node).removeprefix("b").removeprefix("c")
        return Text(unescape(text[1:-1]), self.line(node))

    def _raw(self, node: Node, level: int) -> Expr:
        content = (self.text(child) for child in node.named_children)
        return Text("".join(content), self.line(node))

    def _unary(self, node: Node, level: int) -> Expr:
        sign = node.children[0].type if node.child_count else ""
        return self.inner(node, level) if sign == "*" else self.number(node)

    def _tail(self, block: Node) -> Node | None:
        """The expression that ends a block without a semicolon."""
        children = self.plain_children(block)
        last = children[-1] if children else None
        if last is None or last.type.endswith(("_item", "_declaration")):
            return None
        if last.type == "expression_statement":
            return None if self.text(last).endswith(";") else last
        return last

    def _block(self, node: Node, level: int) -> Expr:
        last = self._tail(node)
        return self.expr(last, level) if last is not None else self.opaque(node)

    def _match(self, node: Node, level: int) -> Expr:
        body = node.child_by_field_name("body")
        arms = [child for child in self.plain_children(body) if child.type == "match_arm"]
        options = tuple(self.field(arm, "value", level) for arm in arms)
        return Choice(options, self.line(node)) if options else self.opaque(node)
