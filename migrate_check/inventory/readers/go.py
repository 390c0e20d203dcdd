"""Go as a `Module`. A method's receiver is `self`; a struct's fields are `self.field`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_go
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    BindingKind,
    Expr,
    Imported,
    Index,
    Items,
    Number,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers.folding import Folding
from migrate_check.inventory.readers.go_values import GoValues, names_of
from migrate_check.inventory.readers.tree_module import Assigned
from migrate_check.inventory.readers.typed_module import plain_type

_GRAMMAR = Grammar(tree_sitter_go.language())
_IMPORTS = frozenset({"import_declaration"})
_OWN_NAMES = {
    "openai-go": "openai",
    "go-openai": "openai",
    "anthropic-sdk-go": "anthropic",
    "go-anthropic": "anthropic",
    "generative-ai-go": "genai",
}
"""Last part of a path → the package's own name, where they differ."""


class GoModule(GoValues):
    """A Go file."""

    speaks = Language.GO
    folding = Folding(
        closes=dict.fromkeys(
            ("Post", "Get", "Put", "Patch", "Delete", "Execute"), frozenset({"R"})
        ),
        made=frozenset({"NewRequest", "NewRequestWithContext"}),
    )
    fluent = True
    identifiers = frozenset(
        {"identifier", "field_identifier", "type_identifier", "package_identifier"}
    )
    functions_are = frozenset({"function_declaration", "method_declaration", "func_literal"})
    classes_are = frozenset({"type_spec"})
    loops_are = frozenset({"for_statement"})
    branches_are = loops_are | {
        "if_statement",
        "expression_case",
        "type_case",
        "default_case",
        "communication_case",
    }
    reached = frozenset({"initializer", "condition"})
    passing = frozenset({"parenthesized_expression", "type_assertion_expression"})
    setters = frozenset({"Set", "Add", "Put"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)
        self._types: dict[str, Scope] = {}

    def name(self, node: Node, level: int = 0) -> Expr:
        """A bare name; the receiver of the method around it is self."""
        if self.text(node) == self._receiver(node):
            return self.this(node)
        return super().name(node, level)

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and field, or package and type."""
        fields = {
            "selector_expression": ("operand", "field"),
            "qualified_type": ("package", "name"),
        }
        if node.type not in fields:
            return None
        of, name = (node.child_by_field_name(part) for part in fields[node.type])
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key."""
        if node.type != "index_expression":
            return None
        of, key = node.child_by_field_name("operand"), node.child_by_field_name("index")
        return (of, key) if of is not None and key is not None else None

    def call_with(self, callee: Node) -> Node | None:
        """The call of this callee, also of a generic function."""
        outer = callee.parent
        while outer is not None and outer.type in ("generic_type", "type_instantiation_expression"):
            callee, outer = outer, outer.parent
        part = {"call_expression": "function", "type_conversion_expression": "type"}
        if outer is None or outer.type not in part:
            return None
        own = outer.child_by_field_name(part[outer.type])
        return outer if own is not None and own.id == callee.id else None

    def assigned(self, target: Node) -> Assigned | None:
        """Assignments, declarations, loops and the fields of a struct."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type == "expression_list":
            return self._in_list(target, outer)
        if outer.type in ("var_spec", "const_spec"):
            return self._declared(target, outer)
        if outer.type == "field_declaration" and target.type == "field_identifier":
            type_name = self.type_text(outer.child_by_field_name("type"))
            return Assigned(BindingKind.SET, self.opaque(outer), outer, type_name)
        if outer.type == "literal_element":
            return self._field_value(outer)
        return None

    def bound_name(self, target: Node, shown: Expr) -> str | None:
        """`S{field: x}` binds `S.field`."""
        outer = target.parent
        if outer is not None and outer.type == "literal_element":
            kind = self._literal_type(outer)
            return f"{kind}.{self.text(target)}" if kind else None
        return super().bound_name(target, shown)

    def declares(self, name: Node) -> bool:
        """Whether it is a field of a struct; other declarations are never asked for."""
        return (
            name.type == "field_identifier"
            and name.parent is not None
            and (name.parent.type == "field_declaration")
        )

    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """Names of a struct's fields."""
        for declaration in self._struct_fields(class_node):
            yield from names_of(declaration)

    def taker(self, outer: Node, value: Node) -> str | None:
        """The first variable of an assignment or declaration."""
        if outer.type == "expression_list" and outer.parent is not None:
            outer = outer.parent
        left = outer.child_by_field_name("left") or outer.child_by_field_name("name")
        if left is None or outer.type not in (
            "short_var_declaration",
            "assignment_statement",
            "var_spec",
        ):
            return None
        return self.text(left).partition(",")[0].strip()

    def loops_over(self, outer: Node, node: Node) -> bool:
        """`for range call()`."""
        return outer.type == "range_clause"

    def is_statement(self, call: Node) -> bool:
        """An expression statement, `go` and `defer`."""
        kinds = ("expression_statement", "go_statement", "defer_statement")
        return call.parent is not None and call.parent.type in kinds

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A type's or function's scope; a method belongs to its receiver's type."""
        if node.type == "method_declaration":
            parent = self._type_scope(node) or parent
        name = node.child_by_field_name("name")
        of_type = node.type in self.classes_are
        made = Scope(
            ScopeKind.CLASS if of_type else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(node.child_by_field_name("parameters"))),
            bases=tuple(self._embedded(node)) if of_type else (),
            node=node,
        )
        return self._types.setdefault(made.name, made) if of_type else made

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """Paths with their alias or the package's own name."""
        for declaration in self.nodes_of(b"import", _IMPORTS):
            specs = [child for child in declaration.named_children if child.type == "import_spec"]
            for group in declaration.named_children:
                specs += [c for c in group.named_children if c.type == "import_spec"]
            for spec in specs:
                path, alias = spec.child_by_field_name("path"), spec.child_by_field_name("name")
                if path is not None:
                    yield from self._import(self.text(path)[1:-1], alias)

    def returned(self, function: Node) -> Iterator[Node]:
        """The first value of every return."""
        for node in super().returned(function):
            yield node.named_children[0] if node.type == "expression_list" else node

    def _import(self, path: str, alias: Node | None) -> Iterator[tuple[str | None, Imported]]:
        # Requests of tests are never sent; the name keeps them apart from net/http's.
        what = Imported("httptest" if path == "net/http/httptest" else path)
        if alias is not None and alias.type == "package_identifier":
            yield self.text(alias), what
        elif alias is not None:
            yield None, what
        else:
            yield package_name(path), what

    def _receiver(self, node: Node) -> str | None:
        """The receiver's name in the method around a node."""
        around = (outer for outer in self.ancestors(node) if outer.type == "method_declaration")
        method = next(around, None)
        declared = self._receiver_declaration(method) if method is not None else None
        name = declared.child_by_field_name("name") if declared is not None else None
        return self.text(name) if name is not None else None

    def _receiver_declaration(self, method: Node) -> Node | None:
        receiver = method.child_by_field_name("receiver")
        return next(iter(self.plain_children(receiver)), None)

    def _type_scope(self, method: Node) -> Scope | None:
        """The scope of the type that a method belongs to; made here if it is in another file."""
        declared = self._receiver_declaration(method)
        kind = declared.child_by_field_name("type") if declared is not None else None
        name = plain_type(self.text(kind)).partition("[")[0] if kind is not None else ""
        if not name:
            return None
        if name not in self._types:
            found = [scope for scope in self.functions(name) if scope.kind is ScopeKind.CLASS]
            made = Scope(ScopeKind.CLASS, name, self.top, self.line(method), self.line(method))
            self._types[name] = found[0] if found else made
        return self._types[name]

    def _embedded(self, type_spec: Node) -> Iterator[str]:
        for declaration in self._struct_fields(type_spec):
            if declaration.child_by_field_name("name") is None:
                base = self.type_text(declaration.child_by_field_name("type"))
                yield from (base,) if base else ()

    def _in_list(self, target: Node, listed: Node) -> Assigned | None:
        outer = listed.parent
        if outer is None or outer.type not in (
            "short_var_declaration",
            "assignment_statement",
            "range_clause",
        ):
            return None
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None or left.id != listed.id:
            return None
        place = [child.id for child in listed.named_children].index(target.id)
        if outer.type == "range_clause":
            kind = BindingKind.EACH if place == listed.named_child_count - 1 else BindingKind.SET
            value = self.expr(right) if kind is BindingKind.EACH else self.opaque(outer)
            return Assigned(kind, value, outer.parent or outer)
        return self._put(target, outer, self.plain_children(right), place)

    def _put(self, target: Node, outer: Node, values: list[Node], place: int) -> Assigned:
        """`a, b = x, y` by position; `value, err := f()` is f's value."""
        if place < len(values):
            appended = self._appended(target, values[place])
            return appended or Assigned(BindingKind.SET, self.expr(values[place]), outer)
        line = self.line(outer)
        value = self.expr(values[0]) if values else self.opaque(outer)
        return Assigned(BindingKind.SET, Index(value, Number(str(place), line), line), outer)

    def _appended(self, target: Node, value: Node) -> Assigned | None:
        """`xs = append(xs, a, b...)`."""
        if value.type != "call_expression" or not self.text(value).startswith("append("):
            return None
        args = self.invocation(value, 0).args
        if len(args) < 2 or self.expr(target) != _at(args[0].value, self.expr(target)):
            return None
        if len(args) == 2:
            kind = BindingKind.MERGE if args[1].spread else BindingKind.APPEND
            return Assigned(kind, args[1].value, value)
        items = Items(tuple(arg.value for arg in args[1:]), self.line(value))
        return Assigned(BindingKind.MERGE, items, value)

    def _declared(self, target: Node, outer: Node) -> Assigned | None:
        names = names_of(outer)
        if target.id not in [name.id for name in names]:
            return None
        place = [name.id for name in names].index(target.id)
        values = self.plain_children(outer.child_by_field_name("value"))
        type_name = self.type_text(outer.child_by_field_name("type"))
        if not values:
            return Assigned(BindingKind.SET, self.opaque(outer), outer, type_name)
        put = self._put(target, outer, values, place)
        return Assigned(put.kind, put.value, outer, type_name)

    def _field_value(self, key: Node) -> Assigned | None:
        pair = key.parent
        if pair is None or pair.type != "keyed_element" or not self._literal_type(key):
            return None
        own, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if own is None or value is None or own.id != key.id:
            return None
        return Assigned(BindingKind.SET, self.expr(value), pair)

    def _literal_type(self, key: Node) -> str | None:
        """The struct of this package whose field a literal sets."""
        pair = key.parent
        literal = pair.parent.parent if pair is not None and pair.parent is not None else None
        kind = literal.child_by_field_name("type") if literal is not None else None
        return self.text(kind) if kind is not None and kind.type == "type_identifier" else None

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in self.plain_children(node):
            declared = self.type_text(child.child_by_field_name("type"))
            rest = int(child.type == "variadic_parameter_declaration")
            for name in names_of(child):
                yield Param(self.text(name), None, declared, rest)


def package_name(path: str) -> str:
    """The name that a package of this path most likely has."""
    parts = [part for part in path.split("/") if not re.fullmatch(r"v\d+", part)]
    last = re.sub(r"\.v\d+$", "", parts[-1]) if parts else path
    return _OWN_NAMES.get(last, last.removeprefix("go-").removesuffix("-go").replace("-", "_"))


def _at(expr: Expr, like: Expr) -> Expr:
    """The expression as if it stood where the other does, for comparing names."""
    return like if _plain(expr) == _plain(like) else expr


def _plain(expr: Expr) -> str:
    return re.sub(r"line=\d+", "", repr(expr))
