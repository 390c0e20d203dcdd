"""Imports of JavaScript and TypeScript: ES modules, re-exports, `require` and `import()`."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from migrate_check.inventory.neutral import Imported
from migrate_check.inventory.readers.javascript_patterns import first_child, leaf, names_in

Import = tuple[str | None, Imported]
_LOADERS = frozenset({"require", "import"})
_PASSED = frozenset({"await_expression", "parenthesized_expression", "as_expression"})
_INTEROP = frozenset({"__importDefault", "__importStar", "_interopRequireDefault"})


def imports_of(statement: Node) -> Iterator[Import]:
    """Those of an `import` statement, or of an `export … from`."""
    source = statement.child_by_field_name("source")
    for child in statement.named_children:
        match child.type:
            case "import_clause":
                yield from _clause(child, _literal(source))
            case "import_require_clause":
                source = child.child_by_field_name("source")
                yield _text(child.named_children[0]), Imported(_literal(source))
            case "export_clause" if source is not None:
                yield from _specifiers(child, _literal(source))
            case "namespace_export" if source is not None and child.named_child_count:
                yield _text(child.named_children[0]), Imported(_literal(source))
    if source is not None:
        yield None, Imported(_literal(source))


def loads(call: Node) -> Iterator[Import]:
    """What `const … = require("x")` and `const … = await import("x")` bring."""
    module = loaded(call)
    if module is None:
        return
    yield None, Imported(module)
    taker, path = _taker(call)
    if taker is None:
        return
    if taker.type == "identifier":
        yield _text(taker), Imported(module, ".".join(path) or None)
        return
    for name in names_in(taker):
        found = leaf(name)
        keys = [step.key for step in found.steps if step.key is not None] if found else []
        if keys:
            yield _text(name), Imported(module, ".".join([*path, *keys]))


def is_load(value: Node | None) -> bool:
    """Whether a variable's value is a module, or a name out of one."""
    for _ in range(8):
        if value is None or value.type not in _PASSED | {"member_expression", "call_expression"}:
            return False
        if value.type == "call_expression":
            if loaded(value) is not None:
                return True
            function = value.child_by_field_name("function")
            if function is None or _text(function).rpartition(".")[2] not in _INTEROP:
                return False
            arguments = value.child_by_field_name("arguments")
            value = first_child(arguments) if arguments is not None else None
        elif value.type == "member_expression":
            value = value.child_by_field_name("object")
        else:
            value = first_child(value)
    return False


def loaded(call: Node) -> str | None:
    """The module that a call loads."""
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if call.type != "call_expression" or function is None or arguments is None:
        return None
    first = first_child(arguments)
    if _text(function) not in _LOADERS or first is None or first.type != "string":
        return None
    return _literal(first)


def _clause(clause: Node, module: str) -> Iterator[Import]:
    for child in clause.named_children:
        if child.type == "identifier":
            yield _text(child), Imported(module, "default")
        elif child.type == "namespace_import" and child.named_child_count:
            yield _text(child.named_children[0]), Imported(module)
        elif child.type == "named_imports":
            yield from _specifiers(child, module)


def _specifiers(clause: Node, module: str) -> Iterator[Import]:
    for child in clause.named_children:
        name = child.child_by_field_name("name") or child
        if child.type in ("import_specifier", "export_specifier"):
            alias = child.child_by_field_name("alias") or name
            yield _text(alias), Imported(module, _text(name).strip("\"'"))


def _taker(call: Node) -> tuple[Node | None, list[str]]:
    """The variable or pattern that takes the module, and the members that it takes of it."""
    path: list[str] = []
    node = call
    while (outer := node.parent) is not None:
        if outer.type == "member_expression":
            property_ = outer.child_by_field_name("property")
            path.append(_text(property_) if property_ is not None else "")
        elif not (outer.type in _PASSED or _interop(outer)):
            break
        node = outer
    if outer is None or outer.type != "variable_declarator":
        return None, path
    return outer.child_by_field_name("name"), path


def _interop(node: Node) -> bool:
    """`__importDefault(require("x"))`, as compilers write it."""
    if node.type == "arguments":
        return _interop(node.parent) if node.parent is not None else False
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    return function is not None and _text(function).rpartition(".")[2] in _INTEROP


def _literal(node: Node | None) -> str:
    return _text(node)[1:-1] if node is not None else ""


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
