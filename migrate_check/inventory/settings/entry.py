"""One entry of a settings file, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tree_sitter import Node

_DEEPEST = 60
"""Nobody sets anything deeper; it bounds the work on hostile files."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with a plain value."""

    path: tuple[str, ...]
    """Keys from the outside in; items of lists are `[0]`."""
    value: str
    line: int
    block: bool = False
    """The value is written on the lines after `line`: a block text."""

    @property
    def name(self) -> str:
        """The path in dots: `services.api.environment.MODEL`, `model_list[0].model`."""
        return ".".join(self.path).replace(".[", "[")

    @property
    def leaf(self) -> str:
        """The last key that is no list index; empty where there is none."""
        return next((key for key in reversed(self.path) if not key.startswith("[")), "")


Step: TypeAlias = "tuple[tuple[str, ...], Node] | Entry"
Expand: TypeAlias = Callable[[tuple[str, ...], Node], Iterable[Step]]
"""What stands directly inside a node: entries, and further nodes with their paths."""


def walk_entries(root: Node, expand: Expand) -> Iterator[Entry]:
    """All entries under a node in order of the file; without recursion, however deep it is."""
    waiting: list[Step] = [((), root)]
    while waiting:
        step = waiting.pop()
        if isinstance(step, Entry):
            yield step
        elif len(step[0]) <= _DEEPEST:
            waiting += reversed(list(expand(*step)))


def text_of(node: Node) -> str:
    """A node's source."""
    return (node.text or b"").decode("utf-8", "replace")
