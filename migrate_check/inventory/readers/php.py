"""PHP as a `Module`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_php
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Binding,
    BindingKind,
    Call,
    Expr,
    Imported,
    Index,
    Invoke,
    Items,
    Name,
    Number,
    Param,
    Scope,
    ScopeKind,
)
from migrate_check.inventory.paths import dotted
from migrate_check.inventory.readers.php_curl import CURL_NAMES, options_of
from migrate_check.inventory.readers.php_expressions import METHOD_CALLS, PhpExpressions
from migrate_check.inventory.readers.tree_module import Assigned, Result

_GRAMMAR = Grammar(tree_sitter_php.language_php())
_USES = frozenset({"namespace_use_declaration"})
_GLOBALS = {
    "OpenAI": "OpenAI",
    "Anthropic": "Anthropic",
    "Http": "Illuminate.Support.Facades.Http",
    "GuzzleHttp": "GuzzleHttp",
}
"""Classes that frameworks make known everywhere, where a file imports none of that name."""
_PROMOTED = "property_promotion_parameter"
_DECLARED = {"property_declaration": "property_element", "const_declaration": "const_element"}


class PhpModule(PhpExpressions):
    """A PHP file."""

    speaks = Language.PHP
    identifiers = frozenset({"variable_name", "name"})
    functions_are = frozenset(
        {"method_declaration", "function_definition", "anonymous_function", "arrow_function"}
    )
    classes_are = frozenset(
        {"class_declaration", "trait_declaration", "interface_declaration", "enum_declaration"}
    )
    loops_are = frozenset({"for_statement", "foreach_statement", "while_statement", "do_statement"})
    branches_are = loops_are | {
        "if_statement",
        "else_clause",
        "else_if_clause",
        "catch_clause",
        "switch_statement",
    }
    reached = frozenset({"condition"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)

    def method_on(self, receiver: Node) -> tuple[Node, Node] | None:
        """Name and call of the method that is called on this node."""
        outer = receiver.parent
        if outer is None or outer.type not in METHOD_CALLS:
            return None
        name = outer.child_by_field_name("name")
        of = outer.child_by_field_name(METHOD_CALLS[outer.type])
        return (name, outer) if name is not None and of == receiver else None

    def invoke(self, call: Call) -> Invoke:
        """The call; of `curl_exec` also what was set on its handle."""
        shown = super().invoke(call)
        if call.name != "curl_exec" or not shown.args:
            return shown
        handle = dotted(shown.args[0].value)
        steps = [
            (other.name, other.bound_to, super(PhpModule, self).invoke(other))
            for other in self.calls(CURL_NAMES)
            if other.scope is call.scope and other.offset < call.offset
        ]
        return Invoke(shown.callee, tuple(options_of(handle, steps)), shown.line)

    def assigned(self, target: Node) -> Assigned | None:
        """Assignments, `foreach`, constants of files and classes."""
        outer = target.parent
        if outer is None:
            return None
        if outer.type in ("assignment_expression", "augmented_assignment_expression"):
            return self._assignment(target, outer)
        if outer.type == "const_element" and outer.named_children[:1] == [target]:
            return Assigned(BindingKind.SET, self.expr(outer.named_children[-1]), outer)
        if outer.type in ("list_literal", "array_element_initializer"):
            return self._unpacked(target, outer)
        if outer.type == "foreach_statement" and outer.named_child_count > 2:
            over, item = outer.named_children[:2]
            if item == target:
                return Assigned(BindingKind.EACH, self.expr(over), outer)
        return None

    def _assignment(self, target: Node, outer: Node) -> Assigned | None:
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if left is None or right is None:
            return None
        value = self.expr(right)
        if left != target:
            # `$list[] = item`
            pushed = left.type == "subscript_expression" and left.named_children == [target]
            return Assigned(BindingKind.APPEND, value, outer) if pushed else None
        if outer.type == "augmented_assignment_expression":
            operator = outer.child_by_field_name("operator")
            keeps = operator is not None and operator.type == "??="
            return Assigned(BindingKind.SET if keeps else BindingKind.MERGE, value, outer)
        return Assigned(BindingKind.SET, value, outer)

    def _unpacked(self, target: Node, pattern: Node) -> Assigned | None:
        outer = pattern.parent
        right = outer.child_by_field_name("right") if outer is not None else None
        if outer is None or right is None or outer.type != "assignment_expression":
            return None
        place = [child.id for child in pattern.named_children].index(target.id)
        value: Expr = self.expr(right)
        if isinstance(value, Items) and place < len(value.items):
            return Assigned(BindingKind.SET, value.items[place], outer)
        part = Index(value, Number(str(place), self.line(target)), self.line(target))
        return Assigned(BindingKind.SET, part, outer)

    def bound_name(self, target: Node, shown: Expr) -> str | None:
        """A constant of a class is a member of self."""
        name = dotted(shown)
        outer = target.parent
        inside = outer is not None and outer.type == "const_element"
        in_class = inside and self.scope_of(target).kind is ScopeKind.CLASS
        return f"self.{name}" if in_class and name else name

    def result_of(self, call: Node) -> Result:
        """The variable that takes the result, or the loop over it."""
        outer = call.parent
        if outer is None:
            return Result()
        if outer.type == "foreach_statement":
            return Result(iterated=outer.named_children[0] == call)
        left = outer.child_by_field_name("left")
        if outer.type != "assignment_expression" or left is None or left == call:
            return Result()
        return Result(bound_to=dotted(self.expr(left)))

    def is_statement(self, call: Node) -> bool:
        """An expression statement."""
        return call.parent is not None and call.parent.type == "expression_statement"

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A function's or class's scope; a method without parameters is a property."""
        name = node.child_by_field_name("name")
        params = tuple(self._params(node.child_by_field_name("parameters")))
        is_method = node.type == "method_declaration" and not params
        bases = next((c for c in node.named_children if c.type == "base_clause"), None)
        return Scope(
            ScopeKind.CLASS if node.type in self.classes_are else ScopeKind.FUNCTION,
            self.text(name) if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=params,
            decorators=("property",) if is_method else (),
            bases=tuple(_type(self.text(base)) for base in bases.named_children) if bases else (),
            node=node,
        )

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in node.named_children if node is not None else ():
            name, declared = child.child_by_field_name("name"), child.child_by_field_name("type")
            default = child.child_by_field_name("default_value")
            if name is not None:
                yield Param(
                    self.text(name),
                    self.expr(default) if default is not None else None,
                    _type(self.text(declared)) if declared is not None else None,
                    1 if child.type == "variadic_parameter" else 0,
                )

    def declared(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Properties and constants of the class's body, and those that the constructor makes."""
        node = class_scope.node
        body = node.child_by_field_name("body") if isinstance(node, Node) else None
        found: list[Binding] = []
        for member in body.named_children if body is not None else ():
            if member.type in _DECLARED:
                elements = [c for c in member.named_children if c.type == _DECLARED[member.type]]
                found += (self._field(element, member, class_scope) for element in elements)
            params = member.child_by_field_name("parameters")
            if params is not None:
                made = [p for p in params.named_children if p.type == _PROMOTED]
                found += (self._field(param, param, self.scope_of(params)) for param in made)
        return tuple(found)

    def _field(self, element: Node, declaration: Node, scope: Scope) -> Binding:
        name = element.child_by_field_name("name") or element.named_children[0]
        default = element.child_by_field_name("default_value")
        declared = declaration.child_by_field_name("type")
        value: Expr = self.opaque(element)
        if element.type == _PROMOTED:
            value = Name(self.text(name), self.line(name))
        elif element.type == "const_element":
            value = self.expr(element.named_children[-1])
        elif default is not None:
            value = self.expr(default)
        return Binding(
            f"self.{self.text(name).lstrip('$')}",
            BindingKind.SET,
            value,
            scope,
            self.line(element),
            element.start_byte,
            type_name=_type(self.text(declared)) if declared is not None else None,
        )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`use A\\B as C`, groups included; classes that are known everywhere."""
        local = set()
        for node in self.nodes_of(b"use", _USES):
            prefix = next((c for c in node.named_children if c.type == "namespace_name"), None)
            before = f"{self.text(prefix)}\\" if prefix is not None else ""
            body = node.child_by_field_name("body") or node
            for clause in body.named_children:
                if clause.type == "namespace_use_clause":
                    alias = clause.child_by_field_name("alias")
                    full = _type(before + self.text(clause.named_children[0]))
                    name = self.text(alias) if alias is not None else full.rpartition(".")[2]
                    local.add(name)
                    yield name, _imported(full)
        for name, full in _GLOBALS.items():
            if name not in local and re.search(rb"\b%s\s*(?:::|\\)" % name.encode(), self._data):
                yield name, _imported(full)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`; an arrow function's body."""
        body = function.child_by_field_name("body")
        if body is not None and function.type == "arrow_function":
            yield body
            return
        waiting = [body] if body is not None else []
        while waiting:
            node = waiting.pop()
            if node.type == "return_statement" and node.named_child_count:
                yield node.named_children[0]
            elif node.type not in self.functions_are | self.classes_are:
                waiting += [
                    c for c in node.named_children if "statement" in c.type or "clause" in c.type
                ]


def _type(written: str) -> str:
    """A class's name with dots."""
    return written.strip("?\\ ").replace("\\", ".")


def _imported(full: str) -> Imported:
    module, _, name = full.rpartition(".")
    return Imported(module, name) if module else Imported(name)
