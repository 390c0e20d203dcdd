"""Grammars for settings and scripts, each imported when first used."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from tree_sitter import Language, Node, Parser


@cache
def _parser(grammar: str) -> Parser:
    return Parser(Language(import_module(f"tree_sitter_{grammar}").language()))


def parse(grammar: str, data: bytes) -> Node:
    """The root of the syntax tree of `data` by the grammar `bash`, `yaml`, `json` or `toml`."""
    return _parser(grammar).parse(data).root_node
