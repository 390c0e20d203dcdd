"""Where JavaScript puts values into names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    BindingKind,
    Entry,
    Expr,
    Name,
    Null,
    Record,
    Text,
)
from migrate_check.inventory.readers.javascript_expressions import merged
from migrate_check.inventory.readers.javascript_imports import is_load
from migrate_check.inventory.readers.javascript_patterns import LEAVES, leaf, taken
from migrate_check.inventory.readers.javascript_patterns import label as label_of
from migrate_check.inventory.readers.javascript_scopes import (
    declared_type,
    made,
    parameter_property,
)
from migrate_check.inventory.readers.tree_module import Assigned, TreeModule

_MERGERS = frozenset({"Object.assign", "_.assign", "_.merge", "lodash.merge"})
_EXPORTS = frozenset({"exports", "module.exports"})
_OPTIONAL = frozenset({"??=", "||=", "&&="})


class Assignments:
    """For one module."""

    def __init__(self, module: TreeModule) -> None:
        self._module = module
        self._ways: Mapping[str, Callable[[Node, Node], Assigned | None]] = {
            "variable_declarator": self._declared,
            "assignment_expression": self._put,
            "augmented_assignment_expression": self._augmented,
            "for_in_statement": self._looped,
            "field_definition": self._field,
            "public_field_definition": self._field,
            "required_parameter": self._parameter,
            "optional_parameter": self._parameter,
            "formal_parameters": self._parameter,
            "assignment_pattern": self._parameter,
            "arguments": self._merged,
            "enum_declaration": self._enum,
            "export_specifier": self._renamed,
            "export_statement": self._exported,
            "pair": self._exported_key,
        }

    def assigned(self, target: Node) -> Assigned | None:
        """What is put into this name, member, index or pattern."""
        outer = target.parent
        if outer is None:
            return None
        found = leaf(target) if target.type in LEAVES else None
        if found is not None:
            whole = self._whole(found.root)
            if whole is None:
                return None
            value = taken(whole.value, found.steps, self._module.expr)
            return Assigned(whole.kind, value, whole.statement)
        return self._whole(target)

    def _whole(self, target: Node) -> Assigned | None:
        outer = target.parent
        if outer is None:
            return None
        how = self._ways.get(outer.type)
        return how(target, outer) if how is not None else None

    def _declared(self, target: Node, outer: Node) -> Assigned | None:
        value = outer.child_by_field_name("value")
        if not _is(outer, "name", target) or is_load(value):
            return None
        if value is None:
            return Assigned(BindingKind.SET, self._null(outer), outer, declared_type(outer))
        if made(value) is not None:
            return None  # a function or class of that name
        return Assigned(BindingKind.SET, self._expr(value), outer, declared_type(outer))

    def _put(self, target: Node, outer: Node) -> Assigned | None:
        value = outer.child_by_field_name("right")
        if not _is(outer, "left", target) or value is None or made(value) is not None:
            return None
        while value.type == "assignment_expression":  # a = b = value
            inner = value.child_by_field_name("right")
            if inner is None:
                break
            value = inner
        name = _exported_as(self._module.text(target)) if "exports" in _head(target) else None
        return Assigned(BindingKind.SET, self._expr(value), outer, name=name)

    def _augmented(self, target: Node, outer: Node) -> Assigned | None:
        value, operator = outer.child_by_field_name("right"), outer.child_by_field_name("operator")
        if not _is(outer, "left", target) or value is None or operator is None:
            return None
        if operator.type in _OPTIONAL:
            # The statement is the value, which makes it conditional: see `branches_are`.
            return Assigned(BindingKind.SET, self._expr(value), value)
        return Assigned(BindingKind.MERGE, self._expr(value), outer)

    def _looped(self, target: Node, outer: Node) -> Assigned | None:
        value, operator = outer.child_by_field_name("right"), outer.child_by_field_name("operator")
        if not _is(outer, "left", target) or value is None:
            return None
        if operator is not None and operator.type == "in":
            return Assigned(BindingKind.SET, self._module.opaque(value), outer)
        return Assigned(BindingKind.EACH, self._expr(value), outer)

    def _field(self, target: Node, outer: Node) -> Assigned | None:
        """A field with its initial value; of one without, `declared` tells the type."""
        declared = self.declared(outer)
        value = outer.child_by_field_name("value")
        name = outer.child_by_field_name("name") or outer.child_by_field_name("property")
        return declared if value is not None and name is not None and name.id == target.id else None

    def declared(self, field: Node) -> Assigned | None:
        """What a class's field is declared as; None: it is a method by another name."""
        name = field.child_by_field_name("name") or field.child_by_field_name("property")
        value = field.child_by_field_name("value")
        if name is None or (value is not None and made(value) is not None):
            return None
        shown = self._expr(value) if value is not None else self._module.opaque(field)
        own = f"self.{self._module.text(name)}"
        return Assigned(BindingKind.SET, shown, field, declared_type(field), own)

    def _parameter(self, target: Node, outer: Node) -> Assigned | None:
        """A parameter property, or a pattern whose names are taken from the parameter."""
        line = self._module.line(target)
        if target.type in ("object_pattern", "array_pattern"):
            if outer.type == "assignment_pattern" and not _is(outer, "left", target):
                return None
            return Assigned(BindingKind.SET, Name(label_of(target), line), target)
        if not _is(outer, "pattern", target) or not parameter_property(outer):
            return None
        name = self._module.text(target)
        value = Name(name, line)
        return Assigned(BindingKind.SET, value, outer, declared_type(outer), f"self.{name}")

    def _merged(self, target: Node, outer: Node) -> Assigned | None:
        """`Object.assign(target, a, b)`."""
        call = outer.parent
        function = call.child_by_field_name("function") if call is not None else None
        first = next((child for child in outer.named_children if not child.is_extra), None)
        if call is None or function is None or first is None or first.id != target.id:
            return None
        if self._module.text(function) not in _MERGERS:
            return None
        values = [arg.value for arg in self._module.invocation(call, 0).args[1:]]
        if not values:
            return None
        return Assigned(BindingKind.MERGE, merged(values, self._module.line(call)), call)

    def _enum(self, target: Node, outer: Node) -> Assigned | None:
        body = outer.child_by_field_name("body")
        if not _is(outer, "name", target) or body is None:
            return None
        entries = []
        for member in body.named_children:
            name, value = member.child_by_field_name("name"), member.child_by_field_name("value")
            if name is not None and value is not None:
                key = Text(self._module.text(name).strip("\"'"), self._module.line(name))
                entries.append(Entry(key, self._expr(value)))
        record = Record(tuple(entries), self._module.line(outer))
        return Assigned(BindingKind.SET, record, outer)

    def _renamed(self, target: Node, outer: Node) -> Assigned | None:
        """`export { client as default }`."""
        name, clause = outer.child_by_field_name("name"), outer.parent
        statement = clause.parent if clause is not None else None
        if not _is(outer, "alias", target) or name is None or statement is None:
            return None
        if statement.child_by_field_name("source") is not None:
            return None
        alias = self._module.text(target)
        if alias == self._module.text(name):
            return None
        return Assigned(BindingKind.SET, self._module.name(name), statement, name=alias)

    def _exported(self, target: Node, outer: Node) -> Assigned | None:
        """`export default value`."""
        value = outer.child_by_field_name("value")
        if target.type != "default" or value is None or made(value) is not None:
            return None
        return Assigned(BindingKind.SET, self._expr(value), outer, name="default")

    def _exported_key(self, target: Node, outer: Node) -> Assigned | None:
        """`module.exports = { client: new OpenAI() }`."""
        value, record = outer.child_by_field_name("value"), outer.parent
        statement = record.parent if record is not None else None
        if value is None or statement is None or statement.type != "assignment_expression":
            return None
        left = statement.child_by_field_name("left")
        if left is None or self._module.text(left) not in _EXPORTS or not _is(outer, "key", target):
            return None
        name = self._module.text(target).strip("\"'")
        if made(value) is not None or self._module.text(value) == name:
            return None
        return Assigned(BindingKind.SET, self._expr(value), outer, name=name)

    def _expr(self, node: Node) -> Expr:
        return self._module.expr(node)

    def _null(self, node: Node) -> Expr:
        return Null(self._module.line(node))


def _exported_as(path: str) -> str | None:
    """`default` for `module.exports`, `client` for `exports.client`; else the path itself."""
    path = path.removeprefix("module.")
    if path == "exports":
        return "default"
    first, _, rest = path.partition(".")
    return rest if first == "exports" and rest.isidentifier() else None


def _head(target: Node) -> str:
    return (target.text or b"")[:16].decode("utf-8", "replace")


def _is(outer: Node, field: str, node: Node) -> bool:
    found = outer.child_by_field_name(field)
    return found is not None and found.id == node.id
