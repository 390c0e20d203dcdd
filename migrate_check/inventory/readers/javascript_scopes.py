"""Functions and classes of JavaScript and TypeScript: names, parameters, decorators, bases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from migrate_check.inventory.neutral import Expr, Param
from migrate_check.inventory.readers.javascript_patterns import PATTERNS, first_child, label

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
CLASSES = frozenset({"abstract_class_declaration", "class", "class_declaration"})
FIELDS = frozenset({"field_definition", "public_field_definition"})
TRANSPARENT = frozenset(
    {
        "as_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
    }
)
"""They change nothing about the expression inside."""
_KEEP_THEIR_FUNCTION = frozenset(
    {"asyncHandler", "cache", "catchAsync", "memoize", "once", "unstable_cache", "useCallback"}
    | {"action", "wrap", "traceable", "observe", "defineEventHandler", "onCall", "onRequest"}
)
"""Functions that give back their first function, dressed up."""


def opened_by(name: Node) -> Node | None:
    """The function or class that an identifier names, where it is made."""
    owner = name.parent
    if owner is None:
        return None
    if owner.type in FUNCTIONS | CLASSES:
        return owner if _is(owner.child_by_field_name("name"), name) else None
    if owner.type == "member_expression" and _is(owner.child_by_field_name("property"), name):
        name, owner = owner, owner.parent or owner
    value = value_named(owner, name)
    return made(value) if value is not None else None


def value_named(owner: Node, name: Node) -> Node | None:
    """The value that this node gives the name to."""
    match owner.type:
        case "variable_declarator":
            fields = "name", "value"
        case "pair":
            fields = "key", "value"
        case "assignment_expression":
            fields = "left", "right"
        case "field_definition":
            fields = "property", "value"
        case "public_field_definition":
            fields = "name", "value"
        case "export_statement" if name.type == "default":
            return owner.child_by_field_name("value") or owner.child_by_field_name("declaration")
        case _:
            return None
    return owner.child_by_field_name(fields[1]) if _is(_at(owner, fields[0]), name) else None


def made(value: Node) -> Node | None:
    """The function or class that a value is, under brackets and known decorators."""
    for _ in range(8):
        if value.type in FUNCTIONS | CLASSES:
            return value
        inner = None
        if value.type in TRANSPARENT:
            inner = first_child(value)
        elif value.type == "call_expression":
            inner = _dressed(value)
        if inner is None:
            return None
        value = inner
    return None


def own_name(node: Node) -> str:
    """The name of a function or class, its own or that of what it is put into."""
    name = node.child_by_field_name("name")
    if name is not None:
        return _text(name)
    for _ in range(8):
        outer = node.parent
        if outer is None:
            return ""
        put = _put_into(outer, node)
        if put is not None:
            return put
        passed = outer.type in TRANSPARENT | {"arguments"}
        if not passed and not (outer.type == "call_expression" and _dressed(outer) is not None):
            return ""
        node = outer
    return ""


def params(function: Node, expr: Callable[[Node], Expr]) -> Iterator[Param]:
    """A function's parameters; one that is taken apart is named by `label`."""
    alone = function.child_by_field_name("parameter")
    if alone is not None:
        yield Param(_text(alone))
        return
    listed = function.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else ():
        if child.type not in ("comment", "decorator"):
            yield _param(child, expr)


def parameter_property(param: Node) -> bool:
    """`constructor(private client: OpenAI)`: the parameter is a field, too."""
    return param.type == "required_parameter" and any(
        child.type in ("accessibility_modifier", "readonly", "override_modifier")
        for child in param.children
    )


def declared_type(node: Node) -> str | None:
    """The type as written, without its colon."""
    annotation = node.child_by_field_name("type")
    return _text(annotation).lstrip(": ") if annotation is not None else None


def decorators(node: Node) -> Iterator[str]:
    """Dotted names of what decorates a class or method."""
    around = node.parent
    written = list(node.children)
    if around is not None and around.type == "export_statement":
        written += around.children
    before = node.prev_sibling
    while before is not None and before.type == "decorator":
        written.append(before)
        before = before.prev_sibling
    for child in written:
        if child.type == "decorator":
            yield _text(child).removeprefix("@").partition("(")[0].strip()


def bases(node: Node) -> Iterator[str]:
    """Dotted names of the classes that a class extends."""
    for heritage in node.named_children:
        if heritage.type == "class_heritage":
            for child in heritage.named_children:
                base = child.child_by_field_name("value") or child
                if base.type in ("identifier", "member_expression"):
                    yield _text(base)


def _param(node: Node, expr: Callable[[Node], Expr]) -> Param:
    target = node.child_by_field_name("pattern") or node.child_by_field_name("left") or node
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    rest = 0
    if target.type == "rest_pattern":
        rest, target = 1, first_child(target) or target
    name = label(target) if target.type in PATTERNS else _text(target)
    value = expr(default) if default is not None else None
    return Param(name, value, declared_type(node), rest)


def _put_into(outer: Node, node: Node) -> str | None:
    for field in ("name", "key", "left", "property"):
        target = _at(outer, field)
        if target is not None and _is(value_named(outer, target), node):
            last = target.child_by_field_name("property") or target
            return _text(last).strip("\"'")
    default = any(child.type == "default" for child in outer.children)
    return "default" if outer.type == "export_statement" and default else None


def _dressed(call: Node) -> Node | None:
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None
    if _text(function).rpartition(".")[2] not in _KEEP_THEIR_FUNCTION:
        return None
    return next((child for child in arguments.named_children if child.type in FUNCTIONS), None)


def _at(node: Node, field: str) -> Node | None:
    return node.child_by_field_name(field)


def _is(one: Node | None, other: Node) -> bool:
    return one is not None and one.id == other.id


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
