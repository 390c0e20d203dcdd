"""Rust's macros that build a value: `json!({…})`, `vec![…]`, `format!("…", x)`, `env!("X")`.

A macro's inside is only tokens for the grammar. Objects and lists are read off the tokens; what
stands between their commas is parsed once more as an expression, in place. Macros that only take
expressions, as `println!(…)` and `join!(…)`, are read as calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser, Range

from migrate_check.inventory.neutral import (
    Argument,
    Entry,
    Expr,
    Invoke,
    Items,
    Name,
    Null,
    Record,
)
from migrate_check.inventory.readers.meaning import formatted
from migrate_check.inventory.readers.strings import join
from migrate_check.inventory.readers.tree_module import TreeModule

_BUILDERS = frozenset({"json", "hashmap", "vec", "value"})
_ENVIRONMENTS = frozenset({"env", "option_env", "dotenv"})
_TAKES_EXPRESSIONS = re.compile(
    rb"\b(?:e?print(?:ln)?|dbg|(?:debug_)?assert(?:_eq|_ne)?|try_join|join|writeln?|panic|bail|ensure"
    rb"|info|debug|warn|error|trace|ok|some|black_box)!(?=[ \t]*[(])"
)
_SELECT = re.compile(rb"\b(?:\w+::)?select!\s*\{(?:\s*biased;)?")
_LONGEST_SELECT = 20_000
_MOST_TOKENS = 20_000
_DEEPEST = 50


def as_calls(data: bytes) -> bytes:
    """The source with macros of expressions as calls and `select!` as a block, byte for byte in
    the same places."""
    if b"!" not in data:
        return data
    data = _TAKES_EXPRESSIONS.sub(lambda found: found[0][:-1] + b" ", data)
    for found in _SELECT.finditer(data):
        end = _end_of_block(data, found.end())
        head = re.sub(rb"[^\n{]", b" ", found[0])
        arms = data[found.end() : end].replace(b"=>", b"; ")
        data = data[: found.start()] + head + arms + data[end:]
    return data


def _end_of_block(data: bytes, start: int) -> int:
    """Behind the bracket that closes the one before; its inside is not read for strings."""
    depth = 1
    for found in re.finditer(rb"[{}]", data[start : start + _LONGEST_SELECT]):
        depth += 1 if found[0] == b"{" else -1
        if depth == 0:
            return start + found.end()
    return start


class Macros:
    """Reads the macros of one module."""

    def __init__(self, module: TreeModule, grammar: Grammar, data: bytes) -> None:
        self._module = module
        self._grammar = grammar
        self._data = data

    def value(self, node: Node, level: int) -> Expr:
        """What a macro call stands for."""
        macro = node.child_by_field_name("macro")
        trees = [child for child in node.named_children if child.type == "token_tree"]
        name = self._module.text(macro).rpartition("::")[2] if macro is not None else ""
        if not trees or trees[0].child_count > _MOST_TOKENS:
            return self._module.opaque(node)
        tokens = trees[0].children[1:-1]
        if name in _BUILDERS:
            return self._built(tokens, trees[0], level)
        values = [self._one(part, trees[0], level) for part in _split(tokens)]
        line = self._module.line(node)
        if name == "concat":
            return join(tuple(values), line)
        if name == "format" and values:
            return formatted(values, None, line) or self._module.opaque(node)
        if name in _ENVIRONMENTS and values:
            return Invoke(Name("env", line), (Argument(None, values[0]),), line)
        return self._module.opaque(node)

    def _built(self, tokens: list[Node], tree: Node, level: int) -> Expr:
        if tree.children[0].type == "[":
            return self._tree(tree, level)
        if tree.children[0].type == "{" and any(token.type in (":", "=>") for token in tokens):
            return self._tree(tree, level)
        return self._one(tokens, tree, level)

    def _tree(self, tree: Node, level: int) -> Expr:
        """`{ "key": value }` or `[value]`."""
        line = self._module.line(tree)
        parts = list(_split(tree.children[1:-1]))
        if level > _DEEPEST:
            return self._module.opaque(tree)
        if tree.children[0].type == "[":
            return Items(tuple(self._one(part, tree, level + 1) for part in parts), line)
        return Record(tuple(self._entry(part, tree, level + 1) for part in parts), line)

    def _entry(self, part: list[Node], tree: Node, level: int) -> Entry:
        for at, token in enumerate(part):
            if token.type in (":", "=>"):
                key = self._one(part[:at], tree, level)
                return Entry(key, self._one(part[at + 1 :], tree, level))
        return Entry(None, self._one(part, tree, level))

    def _one(self, tokens: list[Node], tree: Node, level: int) -> Expr:
        """One value: an object, a list, or any expression."""
        tokens = [token for token in tokens if "comment" not in token.type]
        if not tokens:
            return self._module.opaque(tree)
        first = tokens[0]
        if len(tokens) == 1 and first.type == "token_tree" and first.children[0].type in "[{":
            return self._tree(first, level)
        if len(tokens) == 1 and first.type != "token_tree":
            if self._module.text(first) == "null":
                return Null(self._module.line(first))
            if first.type == "identifier":
                return Name(self._module.text(first), self._module.line(first))
            return self._module.expr(first, level)
        return self._parsed(first, tokens[-1], level)

    def _parsed(self, first: Node, last: Node, level: int) -> Expr:
        """The expression between two tokens, parsed where it stands."""
        if level > _DEEPEST or (not first.is_named and first.type in ("..", "#")):
            return self._module.opaque(first)
        within = Range(first.start_point, last.end_point, first.start_byte, last.end_byte)
        root = Parser(self._grammar, included_ranges=[within]).parse(self._data).root_node
        node = root
        while node.named_child_count == 1 and node.type in (
            "source_file",
            "expression_statement",
            "ERROR",
        ):
            node = node.named_children[0]
        return self._module.expr(node, level) if node is not root else self._module.opaque(first)


def _split(tokens: list[Node]) -> Iterator[list[Node]]:
    """Tokens between commas."""
    part: list[Node] = []
    for token in tokens:
        if token.type == ",":
            yield part
            part = []
        elif "comment" not in token.type:
            part.append(token)
    if part:
        yield part
