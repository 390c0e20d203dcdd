"""Java as a `Module`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import tree_sitter_java
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Choice,
    Expr,
    Imported,
    Invoke,
    Member,
    Name,
    Param,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.readers.jvm import JVM, JVM_FOLDING
from migrate_check.inventory.readers.strings import join, text_block, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.tree_module import Assigned
from migrate_check.inventory.readers.typed_module import TypedModule
from migrate_check.inventory.readers.wildcards import brought_by

_GRAMMAR = Grammar(tree_sitter_java.language())
_IMPORTS = frozenset({"import_declaration"})
_DECLARATIONS = frozenset({"local_variable_declaration", "field_declaration"})
_RECORDS = frozenset({"record_declaration"})


class JavaModule(TypedModule):
    """A Java file."""

    speaks = Language.JAVA
    folding = JVM_FOLDING
    meaning = JVM
    implicit_self = True
    fluent = True
    identifiers = frozenset({"identifier", "type_identifier"})
    transparent = frozenset({"parenthesized_expression", "generic_type"})
    functions_are = frozenset(
        {
            "method_declaration",
            "constructor_declaration",
            "compact_constructor_declaration",
            "lambda_expression",
        }
    )
    classes_are = frozenset(
        {
            "class_declaration",
            "interface_declaration",
            "enum_declaration",
            "record_declaration",
            "annotation_type_declaration",
        }
    )
    loops_are = frozenset(
        {"for_statement", "enhanced_for_statement", "while_statement", "do_statement"}
    )
    branches_are = loops_are | {
        "if_statement",
        "catch_clause",
        "switch_block_statement_group",
        "switch_rule",
    }
    reached = frozenset({"condition", "init", "value"})
    passing = frozenset({"parenthesized_expression", "cast_expression"})
    methods: ClassVar[Mapping[str, BindingKind]] = {
        "add": BindingKind.APPEND,
        "addAll": BindingKind.MERGE,
        "putAll": BindingKind.MERGE,
        "setAll": BindingKind.MERGE,
    }
    setters = frozenset(
        {"put", "putIfAbsent", "addProperty", "add", "set", "setProperty", "putPOJO"}
    )

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        numbers = ("integer", "floating_point")
        return {
            **{f"decimal_{kind}_literal": self.number for kind in numbers},
            "hex_integer_literal": self.number,
            "identifier": self.name,
            "type_identifier": self._type_name,
            "scoped_type_identifier": self._scoped,
            "scoped_identifier": self._scoped,
            "this": self.this,
            "super": self.this,
            "field_access": self.member,
            "array_access": self.index,
            "method_invocation": self.call_value,
            "object_creation_expression": self.call_value,
            "string_literal": self._string,
            "character_literal": self._string,
            "unary_expression": self.number,
            "true": self.flag,
            "false": self.flag,
            "null_literal": self.null,
            "array_creation_expression": lambda node, level: self.field(node, "value", level),
            "array_initializer": self.items,
            "element_value_array_initializer": self.items,
            "binary_expression": self.binary,
            "ternary_expression": self.conditional,
            "cast_expression": lambda node, level: self.field(node, "value", level),
            "lambda_expression": self._lambda,
            "switch_expression": self._switch,
            "assignment_expression": lambda node, level: self.field(node, "right", level),
        }

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of a field access."""
        if node.type != "field_access":
            return None
        of, name = node.child_by_field_name("object"), node.child_by_field_name("field")
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Array and position."""
        if node.type != "array_access":
            return None
        of, key = node.child_by_field_name("array"), node.child_by_field_name("index")
        return (of, key) if of is not None and key is not None else None

    def member(self, node: Node, level: int) -> Expr:
        """A field access; `A.this` is self."""
        parts = self.member_parts(node)
        if parts is not None and parts[1].type == "this":
            return self.this(node)
        return super().member(node, level)

    def call_with(self, callee: Node) -> Node | None:
        """The method call of this name, or the creation of an object of this type."""
        outer = callee.parent
        if outer is not None and outer.type == "scoped_type_identifier":
            last = outer.named_children[-1]
            callee, outer = (outer, outer.parent) if last.id == callee.id else (callee, None)
        part = {"method_invocation": "name", "object_creation_expression": "type"}
        if outer is None or outer.type not in part:
            return None
        own = outer.child_by_field_name(part[outer.type])
        return outer if own is not None and own.id == callee.id else None

    def method_on(self, receiver: Node) -> tuple[Node, Node] | None:
        """Name and call of the method that is called on this node."""
        outer = receiver.parent
        if outer is None or outer.type != "method_invocation":
            return None
        of, name = outer.child_by_field_name("object"), outer.child_by_field_name("name")
        if of is None or name is None or of.id != receiver.id:
            return None
        return name, outer

    def invocation(self, node: Node, level: int) -> Invoke:
        """A method call or the creation of an object."""
        arguments = self.plain_children(node.child_by_field_name("arguments"))
        args = tuple(Argument(None, self.expr(child, level)) for child in arguments)
        if node.type == "object_creation_expression":
            callee = self.field(node, "type", level)
            return Invoke(callee, args, callee.line)
        name = node.child_by_field_name("name") or node
        of = node.child_by_field_name("object")
        text, line = self.text(name), self.line(name)
        if of is None:
            return Invoke(Name(text, line), args, line)
        return Invoke(Member(self.expr(of, level), text, line), args, line)

    def assigned(self, target: Node) -> Assigned | None:
        """Declarations, assignments, resources and loops."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type == "variable_declarator":
            return self._declared(target, outer)
        if outer.type == "assignment_expression":
            return self._assignment(target, outer)
        if outer.type in ("resource", "enhanced_for_statement"):
            return self._named_value(target, outer)
        return None

    def declares(self, name: Node) -> bool:
        """Whether the identifier declares a variable or field here."""
        outer = name.parent
        if outer is None or outer.type not in (
            "variable_declarator",
            "resource",
            "enhanced_for_statement",
            "formal_parameter",
        ):
            return False
        own = outer.child_by_field_name("name")
        record = outer.type == "formal_parameter" and not self._of_record(outer)
        return own is not None and own.id == name.id and not record

    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """Names of the fields in a class's body."""
        body = class_node.child_by_field_name("body")
        for member in body.named_children if body is not None else ():
            if member.type == "field_declaration":
                for declarator in member.children_by_field_name("declarator"):
                    name = declarator.child_by_field_name("name")
                    yield from (name,) if name is not None else ()

    def taker(self, outer: Node, value: Node) -> str | None:
        """The variable that is declared or assigned."""
        if outer.type in ("variable_declarator", "resource"):
            name = outer.child_by_field_name("name")
        elif outer.type == "assignment_expression":
            name = outer.child_by_field_name("left")
        else:
            return None
        return self.text(name) if name is not None and name.id != value.id else None

    def loops_over(self, outer: Node, node: Node) -> bool:
        """`for (x : call())`."""
        value = outer.child_by_field_name("value")
        return outer.type == "enhanced_for_statement" and value is not None and value.id == node.id

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A class's, method's or lambda's scope."""
        name = node.child_by_field_name("name")
        of_class = node.type in self.classes_are
        result = self.type_text(node.child_by_field_name("type")) or ""
        return Scope(
            ScopeKind.CLASS if of_class else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(node.child_by_field_name("parameters"))),
            is_async=result in ("CompletableFuture", "CompletionStage", "Mono", "Flux", "Future"),
            decorators=tuple(self._annotations(node)),
            bases=tuple(self._bases(node)) if of_class else (),
            node=node,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`import a.b.C`, `import static a.b.C.d`, `import a.b.*`."""
        for node in self.nodes_of(b"import", _IMPORTS):
            full = next((self.text(c) for c in node.named_children if "identifier" in c.type), "")
            package, _, name = full.rpartition(".")
            if any(child.type == "asterisk" for child in node.named_children):
                yield from brought_by(full)
            else:
                yield name, Imported(package, name)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`; a lambda's expression."""
        body = function.child_by_field_name("body")
        if body is not None and function.type == "lambda_expression" and body.type != "block":
            yield body
        else:
            yield from super().returned(function)

    def _string(self, node: Node, level: int) -> Expr:
        text = self.text(node)
        if text.startswith('"""'):
            return Text(unescape(text_block(text[3:-3])), self.line(node))
        return Text(unescape(text[1:-1]), self.line(node))

    def _type_name(self, node: Node, level: int) -> Expr:
        return Name(self.text(node), self.line(node))

    def _scoped(self, node: Node, level: int) -> Expr:
        names = self.text(node).split(".")
        found: Expr = Name(names[0].strip(), self.line(node))
        for name in names[1:20]:
            found = Member(found, name.strip(), self.line(node))
        return found

    def _lambda(self, node: Node, level: int) -> Expr:
        body = node.child_by_field_name("body")
        if body is None or body.type == "block":
            return self.opaque(node)
        shown = self.expr(body, level)
        names = [param.name for param in self._params(node.child_by_field_name("parameters"))]
        return _built_by(shown, names[0]) if len(names) == 1 else shown

    def _switch(self, node: Node, level: int) -> Expr:
        """Each rule's value."""
        body = node.child_by_field_name("body")
        rules = [rule for rule in self.plain_children(body) if rule.type == "switch_rule"]
        values = (rule.named_children[-1] for rule in rules)
        options = tuple(
            self.inner(value, level) for value in values if value.type == "expression_statement"
        )
        return Choice(options, self.line(node)) if options else self.opaque(node)

    def _declared(self, target: Node, declarator: Node) -> Assigned | None:
        name = declarator.child_by_field_name("name")
        statement = declarator.parent
        if name is None or name.id != target.id or statement is None:
            return None
        if statement.type not in _DECLARATIONS:
            return None
        value = declarator.child_by_field_name("value")
        declared = self.type_text(statement.child_by_field_name("type"))
        shown = self.expr(value) if value is not None else self.opaque(declarator)
        type_name = None if declared == "var" else declared
        return Assigned(BindingKind.SET, shown, statement, type_name)

    def _assignment(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None or left.id != target.id:
            return None
        if self._between(left) == "+=":
            before = self.expr(left)
            value = join((before, self.expr(right)), self.line(outer))
            return Assigned(BindingKind.SET, value, outer)
        return Assigned(BindingKind.SET, self.expr(right), outer)

    def _named_value(self, target: Node, outer: Node) -> Assigned | None:
        name, value = outer.child_by_field_name("name"), outer.child_by_field_name("value")
        if name is None or value is None or name.id != target.id:
            return None
        kind = BindingKind.SET if outer.type == "resource" else BindingKind.EACH
        declared = self.type_text(outer.child_by_field_name("type"))
        return Assigned(kind, self.expr(value), outer, None if declared == "var" else declared)

    def _of_record(self, parameter: Node) -> bool:
        outer = parameter.parent.parent if parameter.parent is not None else None
        return outer is not None and outer.type in _RECORDS

    def _params(self, node: Node | None) -> Iterator[Param]:
        if node is not None and node.type == "identifier":
            yield Param(self.text(node))
            return
        for child in self.plain_children(node):
            name = child.child_by_field_name("name")
            if child.type == "identifier":
                yield Param(self.text(child))
            elif child.type == "formal_parameter" and name is not None:
                declared = self.type_text(child.child_by_field_name("type"))
                yield Param(self.text(name), None, declared)
            elif child.type == "spread_parameter":
                yield from self._rest(child)

    def _rest(self, node: Node) -> Iterator[Param]:
        for child in node.named_children:
            name = child.child_by_field_name("name")
            if child.type == "variable_declarator" and name is not None:
                yield Param(self.text(name), rest=1)

    def _annotations(self, node: Node) -> Iterator[str]:
        for modifiers in node.named_children[:1]:
            for child in modifiers.named_children if modifiers.type == "modifiers" else ():
                name = child.child_by_field_name("name")
                if name is not None and "annotation" in child.type:
                    yield self.text(name)

    def _bases(self, node: Node) -> Iterator[str]:
        for part in ("superclass", "interfaces"):
            for child in self.plain_children(node.child_by_field_name(part)):
                names = child.named_children if child.type == "type_list" else [child]
                yield from (plain for name in names if (plain := self.type_text(name)))


def _built_by(expr: Expr, builder: str) -> Expr:
    """`r -> r.modelId("m").messages(ms)` is given a builder, and sets what it is asked to."""
    if isinstance(expr, Invoke) and isinstance(expr.callee, Member) and expr.args:
        of = _built_by(expr.callee.of, builder)
        return Invoke(Member(of, expr.callee.name, expr.callee.line), expr.args, expr.line)
    if isinstance(expr, Name) and expr.name == builder:
        return Invoke(Member(expr, "builder", expr.line), (), expr.line)
    return expr
