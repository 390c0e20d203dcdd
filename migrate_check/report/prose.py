"""A rule's explanation as blocks that a template can write without trusting it.

Understands what the docstrings use: paragraphs, `##` headings, lists, indented or fenced code, and
code in back-ticks. Anything else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    code: bool


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is heading, paragraph, list or code. Each entry of `rows` is a paragraph or item."""

    kind: str
    rows: tuple[tuple[Span, ...], ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks in order."""
    return tuple(_block(lines) for lines in _split(text.expandtabs().split("\n")))


def _split(lines: list[str]) -> list[list[str]]:
    """Groups of lines that belong together; a fence keeps blank lines in its group."""
    groups: list[list[str]] = [[]]
    fenced = False
    for line in lines:
        if line.startswith("```"):
            groups += [[line]] if not fenced else []
            if fenced:
                groups[-1].append(line)
                groups.append([])
            fenced = not fenced
        elif fenced:
            groups[-1].append(line)
        elif not line.strip():
            groups.append([])
        elif line.startswith("#"):
            groups += [[line], []]
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("```"):
        body = lines[1:-1] if len(lines) > 1 and lines[-1].startswith("```") else lines[1:]
        return Block("code", ((Span("\n".join(body), True),),))
    if first.startswith("#"):
        return Block("heading", (spans(first.lstrip("# ")),))
    if all(line.startswith("    ") for line in lines):
        return Block("code", ((Span("\n".join(line[4:] for line in lines), True),),))
    if first.startswith(("- ", "* ")):
        items = re.split(r"\n(?=[-*] )", "\n".join(lines))
        return Block("list", tuple(spans(item[2:]) for item in items))
    return Block("paragraph", (spans("\n".join(lines)),))


def spans(text: str) -> tuple[Span, ...]:
    """One paragraph: what stands in back-ticks is code."""
    pieces = re.split(r"`([^`]+)`", " ".join(text.split()))
    return tuple(Span(piece, bool(index % 2)) for index, piece in enumerate(pieces) if piece)
