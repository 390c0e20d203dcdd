"""C# as a `Module`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import tree_sitter_c_sharp
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    BindingKind,
    Choice,
    Imported,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.readers.csharp_values import CsharpValues
from migrate_check.inventory.readers.folding import Folding
from migrate_check.inventory.readers.strings import join
from migrate_check.inventory.readers.tree_module import Assigned
from migrate_check.inventory.readers.wildcards import TELLING, brought_by

_GRAMMAR = Grammar(tree_sitter_c_sharp.language())
_IMPORTS = frozenset({"using_directive"})
_VARIABLES = frozenset({"variable_declarator", "property_declaration"})


class CsharpModule(CsharpValues):
    """A C# file."""

    speaks = Language.CSHARP
    folding = Folding(made=frozenset({"HttpRequestMessage", "RestRequest"}))
    implicit_self = True
    fluent = True
    transparent = frozenset({"parenthesized_expression", "generic_name", "checked_expression"})
    functions_are = frozenset(
        {
            "method_declaration",
            "constructor_declaration",
            "local_function_statement",
            "lambda_expression",
            "anonymous_method_expression",
            "accessor_declaration",
        }
    )
    classes_are = frozenset(
        {
            "class_declaration",
            "record_declaration",
            "struct_declaration",
            "interface_declaration",
            "enum_declaration",
        }
    )
    loops_are = frozenset({"for_statement", "foreach_statement", "while_statement", "do_statement"})
    branches_are = loops_are | {"if_statement", "catch_clause", "switch_section"}
    reached = frozenset({"condition", "initializer", "right"})
    awaits_are = frozenset({"await_expression"})
    passing = frozenset({"parenthesized_expression", "postfix_unary_expression", "cast_expression"})
    methods: ClassVar[Mapping[str, BindingKind]] = {
        "Add": BindingKind.APPEND,
        "AddRange": BindingKind.MERGE,
    }
    setters = frozenset({"Add", "TryAdd", "Set", "TryAddWithoutValidation"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name, also of `a?.b`."""
        if node.type == "conditional_access_expression":
            bound = node.named_children[-1]
            of, name = node.child_by_field_name("condition"), bound.child_by_field_name("name")
        else:
            fields = {
                "member_access_expression": ("expression", "name"),
                "qualified_name": ("qualifier", "name"),
            }
            if node.type not in fields:
                return None
            of, name = (node.child_by_field_name(part) for part in fields[node.type])
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key."""
        if node.type != "element_access_expression":
            return None
        of, keys = node.child_by_field_name("expression"), node.child_by_field_name("subscript")
        key = self.plain_children(keys)
        return (
            (of, key[0].named_children[-1])
            if of is not None and key and key[0].named_child_count
            else None
        )

    def call_with(self, callee: Node) -> Node | None:
        """The call of this callee, or the creation of an object of this type, also where the type
        is only declared: `Client c = new(…)`."""
        outer = callee.parent
        if outer is not None and outer.type == "member_binding_expression":
            callee, outer = (outer.parent, outer.parent.parent) if outer.parent else (callee, None)
        part = {"invocation_expression": "function", "object_creation_expression": "type"}
        if outer is None or callee is None:
            return None
        if outer.type not in part:
            return self._implicit(callee, outer)
        own = outer.child_by_field_name(part[outer.type])
        return outer if own is not None and own.id == callee.id else None

    def assigned(self, target: Node) -> Assigned | None:
        """Declarations, assignments, properties and loops."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type in _VARIABLES:
            return self._declared(target, outer)
        if outer.type == "assignment_expression":
            return self._assignment(target, outer)
        if outer.type == "foreach_statement":
            return self._loop(target, outer)
        if outer.type == "parameter" and self.declares(target) and self._of_class(outer):
            declared = self.type_text(outer.child_by_field_name("type"))
            return Assigned(BindingKind.SET, self.opaque(outer), outer, declared)
        return None

    def declares(self, name: Node) -> bool:
        """Whether the identifier declares a variable, field or property here."""
        outer = name.parent
        kinds = (*_VARIABLES, "parameter", "foreach_statement", "declaration_pattern")
        if outer is None or outer.type not in kinds:
            return False
        part = "left" if outer.type == "foreach_statement" else "name"
        own = outer.child_by_field_name(part)
        return own is not None and own.id == name.id

    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """Names of fields, properties and a record's parameters."""
        body = class_node.child_by_field_name("body")
        for member in body.named_children if body is not None else ():
            if member.type == "property_declaration":
                yield from member.children_by_field_name("name")
            for declaration in member.named_children if member.type == "field_declaration" else ():
                for declarator in declaration.named_children:
                    if declarator.type == "variable_declarator":
                        yield from declarator.children_by_field_name("name")
        for parameter in self._class_parameters(class_node):
            yield from parameter.children_by_field_name("name")

    def taker(self, outer: Node, value: Node) -> str | None:
        """The variable that is declared or assigned."""
        if outer.type == "variable_declarator":
            name = outer.child_by_field_name("name")
        elif outer.type == "assignment_expression" or outer.type == "foreach_statement":
            name = outer.child_by_field_name("left")
        else:
            return None
        return self.text(name) if name is not None and name.id != value.id else None

    def loops_over(self, outer: Node, node: Node) -> bool:
        """`await foreach (var x in call())`."""
        right = outer.child_by_field_name("right")
        return outer.type == "foreach_statement" and right is not None and right.id == node.id

    def passed_to(self, node: Node) -> Node | None:
        """Also through `.ConfigureAwait(false)`."""
        outer = node.parent
        if outer is not None and outer.type == "member_access_expression":
            name = outer.child_by_field_name("name")
            call = outer.parent
            configured = name is not None and self.text(name) in ("ConfigureAwait", "GetAwaiter")
            return call if configured and call is not None else None
        return super().passed_to(node)

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A class's, method's or lambda's scope."""
        name = node.child_by_field_name("name")
        of_class = node.type in self.classes_are
        marks = [self.text(c) for c in node.named_children if c.type == "modifier"]
        parameters = node.child_by_field_name("parameters")
        if of_class:
            parameters = next((c for c in node.named_children if c.type == "parameter_list"), None)
        return Scope(
            ScopeKind.CLASS if of_class else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=tuple(self._params(parameters)),
            is_async="async" in marks or self._gives_task(node),
            decorators=tuple(self._attributes(node)),
            bases=tuple(self._bases(node)) if of_class else (),
            node=node,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`using A.B`, `using static A.B`, `using X = A.B.C`."""
        for word in (b"using", b"global"):
            for node in self.nodes_of(word, _IMPORTS):
                alias = node.child_by_field_name("name")
                full = self.text(node.named_children[-1]) if node.named_child_count else ""
                if alias is None:
                    yield from brought_by(full)
                else:
                    package, _, name = full.rpartition(".")
                    yield self.text(alias), Imported(package or full, name)
        for name, namespace in TELLING.items():
            if self._named(name):
                # `OpenAIClient` is Azure's own where its options are.
                of_azure = name == "ChatCompletionsOptions"
                known = (name, "OpenAIClient") if of_azure else (name,)
                yield None, Imported(namespace)
                yield from ((one, Imported(namespace, one)) for one in known)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`, or of `=>`."""
        body = function.child_by_field_name("body")
        if body is not None and body.type == "arrow_expression_clause":
            yield from body.named_children[:1]
        elif body is not None and body.type != "block":
            yield body
        else:
            yield from super().returned(function)

    def _implicit(self, callee: Node, outer: Node) -> Node | None:
        if outer.type == "nullable_type" and outer.parent is not None:
            outer = outer.parent
        waiting = [outer] if outer.type in ("variable_declaration", "property_declaration") else []
        while waiting:
            for child in waiting.pop().named_children:
                if child.type == "implicit_object_creation_expression":
                    made = self._declared_type(child)
                    return child if made is not None and made.id == callee.id else None
                if child.type == "variable_declarator":
                    waiting.append(child)
        return None

    def _declared(self, target: Node, outer: Node) -> Assigned | None:
        name = outer.child_by_field_name("name")
        if name is None or name.id != target.id:
            return None
        statement = outer
        declared = outer.child_by_field_name("type")
        value = outer.child_by_field_name("value")
        if outer.type == "variable_declarator":
            statement = outer.parent or outer
            declared = statement.child_by_field_name("type")
            others = [c for c in self.plain_children(outer) if c.id != target.id]
            value = others[-1] if others else None
        type_name = None if declared and declared.type == "implicit_type" else declared
        shown = self.expr(value) if value is not None else self.opaque(outer)
        return Assigned(BindingKind.SET, shown, statement, self.type_text(type_name))

    def _assignment(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        within = outer.parent
        if left is None or right is None or left.id != target.id or within is None:
            return None
        if within.type == "initializer_expression":
            return None
        sign = self._between(left)
        value = self.expr(right)
        if sign == "+=":
            value = join((self.expr(left), value), self.line(outer))
        if sign == "??=":
            value = Choice((self.expr(left), value), self.line(outer), True)
        return Assigned(BindingKind.SET, value, outer)

    def _loop(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None or left.id != target.id:
            return None
        return Assigned(BindingKind.EACH, self.expr(right), outer)

    def _of_class(self, parameter: Node) -> bool:
        listed = parameter.parent
        owner = listed.parent if listed is not None else None
        return owner is not None and owner.type in self.classes_are

    def _class_parameters(self, class_node: Node) -> Iterator[Node]:
        for child in class_node.named_children:
            if child.type == "parameter_list":
                yield from (c for c in child.named_children if c.type == "parameter")

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in self.plain_children(node):
            name = child.child_by_field_name("name")
            if child.type == "parameter" and name is not None:
                declared = self.type_text(child.child_by_field_name("type"))
                last = child.named_children[-1]
                default = self.default_value(last) if last.id != name.id else None
                yield Param(self.text(name), default, declared)
        rest = node.child_by_field_name("name") if node is not None else None
        if rest is not None:
            yield Param(self.text(rest), rest=1)

    def _gives_task(self, node: Node) -> bool:
        result = node.child_by_field_name("returns")
        return result is not None and self.text(result).startswith(
            ("Task", "ValueTask", "IAsyncEnumerable")
        )

    def _attributes(self, node: Node) -> Iterator[str]:
        for listed in node.named_children:
            for attribute in listed.named_children if listed.type == "attribute_list" else ():
                name = attribute.child_by_field_name("name")
                yield from (self.text(name),) if name is not None else ()

    def _bases(self, node: Node) -> Iterator[str]:
        for listed in node.named_children:
            for base in self.plain_children(listed) if listed.type == "base_list" else ():
                plain = self.type_text(base)
                yield from (plain,) if plain else ()
