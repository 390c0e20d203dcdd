"""Dockerfiles by their instructions: they are lines, and continuations of lines.

The grammar for tree-sitter takes `ENV NAME some value` for an error, so lines it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_check.inventory.settings.entry import Entry
from migrate_check.inventory.settings.env_entries import plain_value

_INSTRUCTION = re.compile(r"^\s*([A-Za-z]+)\s+(.*)$", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*[\"']?([A-Za-z_]\w*)[\"']?")
_PAIR = re.compile(r"""([A-Za-z_]\w*)=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction with its lines as they stand."""

    name: str
    text: str
    """What follows the name; line breaks kept."""
    line: int


def instructions(data: bytes) -> Iterator[Instruction]:
    """All instructions; a heredoc belongs to its own."""
    lines = data.decode("utf-8", "replace").splitlines()
    index = 0
    while index < len(lines):
        first = index
        index = _end(lines, first)
        text = "\n".join(lines[first:index])
        if not lines[first].lstrip().startswith("#") and (found := _INSTRUCTION.match(text)):
            yield Instruction(found[1].upper(), found[2], first + 1)


def _end(lines: list[str], first: int) -> int:
    index = first
    while index < len(lines) and _goes_on(lines[index], first < index):
        index += 1
    index = min(index, len(lines) - 1)
    if word := _HEREDOC.search(lines[index]):
        for end in range(index + 1, len(lines)):
            if lines[end].strip() == word[1]:
                return end + 1
    return index + 1


def _goes_on(line: str, inside: bool) -> bool:
    """A comment inside a continued instruction does not end it."""
    return line.rstrip().endswith("\\") or (inside and line.lstrip().startswith("#"))


def dockerfile_entries(data: bytes) -> Iterator[Entry]:
    """Variables of ENV and ARG; the value is empty where a build gives it."""
    for instruction in instructions(data):
        if instruction.name not in ("ENV", "ARG"):
            continue
        pairs = [*_PAIR.finditer(instruction.text)]
        for pair in pairs:
            row = instruction.text.count("\n", 0, pair.start())
            yield Entry((pair[1],), plain_value(pair[2]), instruction.line + row)
        name, _, value = instruction.text.partition(" ")
        if not pairs and (instruction.name == "ENV" or not value):
            yield Entry((name,), value.strip(), instruction.line)


def dockerfile_scripts(data: bytes) -> Iterator[Instruction]:
    """Instructions that are run by a shell."""
    for instruction in instructions(data):
        if instruction.name in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
            yield instruction
