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
    Argument,
    BindingKind,
    Choice,
    Entry,
    Expr,
    Imported,
    Index,
    Invoke,
    Name,
    Number,
    Param,
    Record,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.readers.folding import Folding
from migrate_check.inventory.readers.meaning import RECEIVER, Meaning
from migrate_check.inventory.readers.rust_macros import Macros
from migrate_check.inventory.readers.strings import unescape
from migrate_check.inventory.readers.tree_module import Assigned, Convert
from migrate_check.inventory.readers.typed_module import TypedModule, plain_type
from migrate_check.inventory.readers.wildcards import brought_by

_GRAMMAR = Grammar(tree_sitter_rust.language())
_IMPORTS = frozenset({"use_declaration"})
_PATHS = re.compile(rb"\b([a-z][a-z0-9_]*)::")
_OWN = frozenset({"crate", "self", "super", "std", "core", "alloc"})
_SAME = frozenset(
    {"unwrap", "expect", "map_err", "context", "with_context", "into", "clone", "ok", "cloned"}
    | {"to_string", "to_owned", "as_str", "into_bytes", "as_ref", "as_bytes", "to_vec", "as_deref"}
    | {"unwrap_or_default", "trim", "trim_end_matches", "into_boxed_str", "error_for_status"}
)


class RustModule(TypedModule):
    """A Rust file."""

    speaks = Language.RUST
    folding = Folding(
        opens=frozenset({"post", "get", "put", "patch", "delete", "request", "agent", "extractor"}),
        closes={"send": frozenset({"converse", "converse_stream", "invoke_model"})},
    )
    fluent = True
    meaning = Meaning(
        values={
            **dict.fromkeys(sorted(_SAME), RECEIVER),
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
        super().__init__(path, data, _GRAMMAR, first_line)
        self._macros = Macros(self, _GRAMMAR, data)
        self._types: dict[str, Scope] = {}

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

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call."""
        callee = self.field(node, "function", level)
        children = self.plain_children(node.child_by_field_name("arguments"))
        args = tuple(Argument(None, self.expr(child, level)) for child in children)
        return Invoke(callee, args, callee.line)

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
            passes = name is not None and self.text(name) in _SAME
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
                yield from self._use(argument, ())
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

    def _use(self, node: Node, path: tuple[str, ...]) -> Iterator[tuple[str | None, Imported]]:
        if len(path) > 40:
            return
        if node.type == "use_list":
            for child in self.plain_children(node):
                yield from self._use(child, path)
        elif node.type == "scoped_use_list":
            inner, listed = node.child_by_field_name("path"), node.child_by_field_name("list")
            if listed is not None:
                yield from self._use(listed, (*path, *self._parts(inner)))
        elif node.type == "use_as_clause":
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
