"""JSON, with comments and broken parts, by its syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from migrate_check.inventory.grammars import parse
from migrate_check.inventory.settings.entry import Entry, Step, text_of, walk_entries
from migrate_check.inventory.settings.yaml_entries import unquoted


def json_entries(data: bytes) -> Iterator[Entry]:
    """All entries with texts and numbers as values."""
    return walk_entries(parse("json", data), _expand)


def _expand(path: tuple[str, ...], node: Node) -> Iterable[Step]:
    if node.type == "string":
        yield Entry(path, unquoted(text_of(node)), node.start_point.row + 1)
    elif node.type in ("number", "true", "false"):
        yield Entry(path, text_of(node), node.start_point.row + 1)
    elif node.type == "pair":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and value is not None:
            yield (*path, unquoted(text_of(key))), value
    elif node.type == "array":
        for index, item in enumerate(node.named_children):
            yield (*path, f"[{index}]"), item
    else:
        for child in node.named_children:
            yield path, child
