"""YAML by its syntax tree: aliases are not followed, tags mean nothing, broken files still read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from migrate_check.inventory.grammars import parse
from migrate_check.inventory.reading import NotRead
from migrate_check.inventory.settings.entry import Entry, Step, text_of, walk_entries

_PAIRS = ("block_mapping_pair", "flow_pair")
_MAPPINGS = ("block_mapping", "flow_mapping")
_SEQUENCES = ("block_sequence", "flow_sequence")
_SCALARS = ("plain_scalar", "double_quote_scalar", "single_quote_scalar", "block_scalar")


_DEEPEST = 100


def yaml_entries(data: bytes) -> Iterator[Entry]:
    """All plain entries; of a list `- name: X, value: Y` also X itself as an entry.

    Raises NotRead for deep nesting: the grammar's scanner overruns its buffer near 200 levels,
    which ends the process.
    """
    if _depth(data) > _DEEPEST:
        raise NotRead("not read: nested too deeply")
    return walk_entries(parse("yaml", data), _expand)


def _depth(data: bytes) -> int:
    """More than the levels of block nesting that there can be."""
    leads = {line[: len(line) - len(line.lstrip(b" \t-?:"))] for line in data.split(b"\n")}
    widths = {len(lead) for lead in leads}
    inline = max(sum(lead.count(mark) for mark in b"-?:") for lead in leads)
    return len(widths) + inline


def _expand(path: tuple[str, ...], node: Node) -> Iterable[Step]:
    if node.type in _SCALARS:
        yield _entry(path, node)
    elif node.type in _PAIRS:
        yield from _pair(path, node)
    elif node.type in _SEQUENCES:
        items = [child for child in node.named_children if child.type != "comment"]
        for index, item in enumerate(items):
            yield (*path, f"[{index}]"), item
    else:
        if node.type in _MAPPINGS:
            yield from _named_value(path, node)
        for child in node.named_children:
            yield path, child


def _pair(path: tuple[str, ...], node: Node) -> Iterable[Step]:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is not None and value is not None:
        yield (*path, _plain(key)), value


def _named_value(path: tuple[str, ...], mapping: Node) -> Iterable[Step]:
    """The form of Kubernetes: `name: OPENAI_BASE_URL` beside `value: https://…`."""
    by_key = {}
    for pair in mapping.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if pair.type in _PAIRS and key is not None and value is not None:
            by_key[_plain(key)] = value
    if "name" not in by_key or not {"value", "valueFrom"} & by_key.keys():
        return
    name = _plain(by_key["name"])
    value = by_key.get("value")
    scalar = _scalar_of(value) if value is not None else None
    line = by_key["name"].start_point.row + 1
    if scalar is not None:
        yield Entry((*path, name), _text(scalar), scalar.start_point.row + 1)
    elif "valueFrom" in by_key:
        yield Entry((*path, name), "", line)


def _entry(path: tuple[str, ...], node: Node) -> Entry:
    block = node.type == "block_scalar"
    return Entry(path, _text(node), node.start_point.row + 1, block)


def _plain(node: Node) -> str:
    scalar = _scalar_of(node)
    return _text(scalar) if scalar is not None else text_of(node)[:80]


def _scalar_of(node: Node) -> Node | None:
    for _ in range(4):
        if node.type in _SCALARS:
            return node
        inner = [child for child in node.named_children if child.type not in ("tag", "anchor")]
        if len(inner) != 1:
            return None
        node = inner[0]
    return None


def _text(node: Node) -> str:
    text = text_of(node)
    if node.type == "block_scalar":
        return text.partition("\n")[2]
    if node.type == "single_quote_scalar":
        return text[1:-1].replace("''", "'")
    return unquoted(text) if node.type == "double_quote_scalar" else text


def unquoted(text: str) -> str:
    """The value of a text in double quotes, as far as its escapes are JSON's."""
    try:
        value = json.loads(text)
    except ValueError:
        return text[1:-1]
    return value if isinstance(value, str) else text
