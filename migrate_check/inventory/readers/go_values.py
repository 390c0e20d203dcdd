"""Expressions of Go in neutral terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Entry,
    Expr,
    Invoke,
    Name,
    Record,
    ScopeKind,
    Text,
)
from migrate_check.inventory.readers.meaning import RECEIVER, Meaning
from migrate_check.inventory.readers.model_names import model_id
from migrate_check.inventory.readers.strings import unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.typed_module import TypedModule

_LISTS = frozenset({"slice_type", "array_type", "implicit_length_array_type"})

_WRAPPERS = ("F", "Float", "Int", "Bool", "String", "Opt", "Raw", "NewOpt", "Ptr", "To", "Pointer")

_BASIC = ("string", "float32", "float64", "int", "int32", "int64", "uint", "byte", "any")

_JSON_TAG = re.compile(r'json:"([^",]+)')

_MODEL_PACKAGES = re.compile(r"openai|anthropic")


def names_of(declaration: Node) -> list[Node]:
    """The names that one declaration declares."""
    return [name for name in declaration.children_by_field_name("name") if name.is_named]


class GoValues(TypedModule):
    """Expressions of Go."""

    meaning = Meaning(
        values={
            **dict.fromkeys(_BASIC, 0),
            "json.Marshal": 0,
            "json.MarshalIndent": 0,
            "sonic.Marshal": 0,
            "bytes.NewReader": 0,
            "bytes.NewBuffer": 0,
            "bytes.NewBufferString": 0,
            "strings.NewReader": 0,
            "url.Parse": 0,
            "strings.TrimSpace": 0,
            "strings.TrimSuffix": 0,
            "strings.TrimRight": 0,
            "proto.String": 0,
            "String": RECEIVER,
        },
        firsts=frozenset({"cmp.Or"}),
        formats=frozenset({"fmt.Sprintf"}),
    )

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self.name,
            "type_identifier": super().name,
            "package_identifier": super().name,
            "field_identifier": super().name,
            "selector_expression": self.member,
            "qualified_type": self.member,
            "index_expression": self.index,
            "call_expression": self.call_value,
            "type_conversion_expression": self.call_value,
            "type_instantiation_expression": self.inner,
            "generic_type": self.inner,
            "composite_literal": self._literal,
            "literal_value": lambda node, level: self._body(node, None, level),
            "literal_element": self.inner,
            "interpreted_string_literal": self._string,
            "raw_string_literal": self._raw,
            "rune_literal": self._raw,
            "int_literal": self.number,
            "float_literal": self.number,
            "true": self.flag,
            "false": self.flag,
            "nil": self.null,
            "unary_expression": self._unary,
            "binary_expression": self.binary,
            "type_assertion_expression": lambda node, level: self.field(node, "operand", level),
            "expression_list": self.inner,
            "variadic_argument": self.inner,
        }

    def member(self, node: Node, level: int) -> Expr:
        """A member, or the id that an SDK's constant stands for."""
        parts = self.member_parts(node)
        package = self.imports.get(self.text(parts[0])) if parts is not None else None
        if parts is not None and package is not None and _MODEL_PACKAGES.search(package.module):
            known = model_id(Name(self.text(parts[0]), 0), self.text(parts[1]), True)
            if known is not None:
                return Text(known, self.line(parts[1]))
        return super().member(node, level)

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call; a conversion `T(x)` looks the same."""
        part = "function" if node.type == "call_expression" else "type"
        callee = self.field(node, part, level)
        operand = node.child_by_field_name("operand")
        children = self.plain_children(node.child_by_field_name("arguments"))
        if operand is not None:
            children = [operand]
        args = (
            Argument(None, self.expr(child, level), int(child.type == "variadic_argument"))
            for child in children
        )
        return Invoke(callee, tuple(args), callee.line)

    def call_value(self, node: Node, level: int) -> Expr:
        """A call; what only wraps its one argument for an SDK is that argument."""
        call = self.invocation(node, level)
        if node.type == "type_conversion_expression" and isinstance(call.callee, Name):
            return call.args[0].value if call.callee.name in _BASIC else self.meaning.of(call)
        member = getattr(call.callee, "name", "")
        of = getattr(call.callee, "of", None)
        plain = len(call.args) == 1 and isinstance(of, Name) and of.name in self.imports
        if plain and re.fullmatch(rf"(?:{'|'.join(_WRAPPERS)})(?:8|16|32|64)?", member):
            return call.args[0].value
        slice_of = node.child_by_field_name("type")
        if slice_of is not None and slice_of.type == "slice_type" and call.args:
            return call.args[0].value
        return self.meaning.of(call)

    def _literal(self, node: Node, level: int) -> Expr:
        kind, body = node.child_by_field_name("type"), node.child_by_field_name("body")
        if kind is None or body is None:
            return self.opaque(node)
        if kind.type in _LISTS:
            return self.items(body, level)
        return self._body(body, kind, level)

    def _body(self, body: Node, kind: Node | None, level: int) -> Expr:
        pairs = [child for child in body.named_children if child.type == "keyed_element"]
        if not pairs and body.named_child_count:
            return self.items(body, level)
        of_struct = kind is None or kind.type != "map_type"
        name = self.text(kind) if kind is not None and of_struct else None
        tags = self._tags(name) if name else {}
        entries = (self._pair(pair, of_struct, tags, level) for pair in pairs)
        return Record(tuple(entry for entry in entries if entry), self.line(body), name)

    def _pair(
        self, pair: Node, of_struct: bool, tags: Mapping[str, str], level: int
    ) -> Entry | None:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None:
            return None
        shown = self.expr(key, level)
        bare = key.named_children[0] if key.named_child_count else key
        if of_struct and bare.type == "identifier":
            text = self.text(bare)
            shown = Text(tags.get(text, text), self.line(bare))
        return Entry(shown, self.expr(value, level))

    def _tags(self, name: str) -> Mapping[str, str]:
        """Field → name in JSON, of a struct that this file declares."""
        found = {}
        for scope in self.functions(name):
            if scope.kind is ScopeKind.CLASS and isinstance(scope.node, Node):
                for declaration in self._struct_fields(scope.node):
                    tag = declaration.child_by_field_name("tag")
                    written = _JSON_TAG.search(self.text(tag)) if tag is not None else None
                    for field in names_of(declaration):
                        found[self.text(field)] = written[1] if written else self.text(field)
        return found

    def _struct_fields(self, type_spec: Node) -> Iterator[Node]:
        struct = type_spec.child_by_field_name("type")
        for part in struct.named_children if struct is not None else ():
            yield from (c for c in part.named_children if c.type == "field_declaration")

    def _string(self, node: Node, level: int) -> Expr:
        return Text(unescape(self.text(node)[1:-1]), self.line(node))

    def _raw(self, node: Node, level: int) -> Expr:
        return Text(self.text(node)[1:-1], self.line(node))

    def _unary(self, node: Node, level: int) -> Expr:
        """`&T{}` and `*p` are what they point to."""
        operator = node.children[0].type if node.child_count else ""
        if operator in ("&", "*", "<-"):
            return self.field(node, "operand", level)
        return self.number(node) if operator == "-" else self.opaque(node)
