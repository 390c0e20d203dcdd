"""TOML by its syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from migrate_check.inventory.grammars import parse
from migrate_check.inventory.settings.entry import Entry, Step, text_of, walk_entries
from migrate_check.inventory.settings.yaml_entries import unquoted

_VALUES = ("integer", "float", "boolean")
_NAMED = ("table", "table_array_element", "pair")
_KEYS = ("bare_key", "dotted_key", "quoted_key")


def toml_entries(data: bytes) -> Iterator[Entry]:
    """All plain entries, those of tables under the tables' names."""
    return walk_entries(parse("toml", data), _expand)


def _expand(path: tuple[str, ...], node: Node) -> Iterable[Step]:
    if node.type == "string":
        yield Entry(path, _text(text_of(node)), node.start_point.row + 1)
    elif node.type in _VALUES:
        yield Entry(path, text_of(node), node.start_point.row + 1)
    elif node.type == "array":
        for index, item in enumerate(node.named_children):
            yield (*path, f"[{index}]"), item
    else:
        yield from _children(path, node)


def _children(path: tuple[str, ...], node: Node) -> Iterable[Step]:
    children = node.named_children
    if node.type in _NAMED:
        if not children or children[0].type not in _KEYS:
            return
        path = (*path, *_key(children[0]))
        children = children[1:]
    for child in children:
        yield path, child


def _key(node: Node) -> list[str]:
    if node.type != "dotted_key":
        return [text_of(node).strip("\"'")]
    # `a.b.c` is ((a.b).c), so the parts are read from the source.
    return [part.strip().strip("\"'") for part in text_of(node).split(".")]


def _text(written: str) -> str:
    for quotes in ('"""', "'''"):
        if written.startswith(quotes):
            return written.strip(quotes[0])
    return unquoted(written) if written.startswith('"') else written.strip("'")
