"""Destructuring: what one name inside of `{a, b: [c = 1], ...rest}` takes from the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Expr,
    Index,
    Invoke,
    Items,
    Member,
    Name,
    Number,
    Text,
)

PATTERNS = frozenset({"object_pattern", "array_pattern"})
_PARTS = PATTERNS | {
    "pair_pattern",
    "object_assignment_pattern",
    "assignment_pattern",
    "rest_pattern",
}
LEAVES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_DEEPEST = 20
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a value to a part of it; exactly one is set."""

    key: str | None = None
    place: int | None = None
    default: Node | None = None
    without: tuple[str, ...] | None = None
    """The rest of an object: all but these keys."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name in a pattern."""

    root: Node
    """The whole pattern."""
    steps: tuple[Step, ...]
    """From the whole to the name."""


def leaf(name: Node) -> Leaf | None:
    """How this identifier is reached; None where it stands in no pattern as a target."""
    steps: list[Step] = []
    node = name
    for _ in range(_DEEPEST):
        outer = node.parent
        if outer is None or outer.type not in _PARTS:
            break
        if outer.type == "assignment_pattern" and not _in_pattern(outer):
            break  # a parameter's default value
        step = _step(outer, node)
        if step is None:
            return None
        steps.extend(step)
        node = outer
    return Leaf(node, tuple(reversed(steps))) if node.type in PATTERNS else None


def taken(value: Expr, steps: tuple[Step, ...], expr: Callable[[Node], Expr]) -> Expr:
    """The part of the value that the steps lead to."""
    for step in steps:
        if step.key is not None:
            value = Member(value, step.key, value.line)
        elif step.place is not None:
            value = _item(value, step.place)
        elif step.default is not None:
            value = Choice((value, expr(step.default)), value.line, fallback=True)
        elif step.without is not None:
            value = _omitting(value, step.without)
    return value


def label(pattern: Node) -> str:
    """A name for the value that a pattern takes apart: `{model, temperature}`."""
    names = [_text(name) for name in names_in(pattern)]
    inside = ", ".join(names)
    if len(inside) > _LONGEST:
        inside = inside[:_LONGEST].rpartition(",")[0] + ", …"
    return f"{{{inside}}}" if pattern.type == "object_pattern" else f"[{inside}]"


def names_in(pattern: Node) -> Iterator[Node]:
    """The names that a pattern binds, in order."""
    waiting = [pattern]
    while waiting:
        node = waiting.pop()
        if node.type in LEAVES:
            yield node
        elif node.type in ("object_assignment_pattern", "assignment_pattern"):
            waiting.extend(filter(None, [node.child_by_field_name("left")]))
        elif node.type == "pair_pattern":
            waiting.extend(filter(None, [node.child_by_field_name("value")]))
        elif node.type in _PARTS:
            waiting.extend(reversed(node.named_children))


def first_child(node: Node) -> Node | None:
    """The first named part that is no comment."""
    return next((child for child in node.named_children if not child.is_extra), None)


def _step(outer: Node, node: Node) -> tuple[Step, ...] | None:
    """Steps from the outer part to the node, innermost first; None: the node is no target."""
    match outer.type:
        case "object_pattern":
            shorthand = node.type == "shorthand_property_identifier_pattern"
            return (Step(key=_text(node)),) if shorthand else ()
        case "pair_pattern":
            key, value = outer.child_by_field_name("key"), outer.child_by_field_name("value")
            fits = key is not None and value is not None and value.id == node.id
            return (Step(key=_text(key).strip("\"'")),) if fits and key is not None else None
        case "rest_pattern":
            return _rest(outer)
        case "array_pattern":
            before = [child for child in outer.children if child.end_byte <= node.start_byte]
            return (Step(place=sum(child.type == "," for child in before)),)
    left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
    if left is None or left.id != node.id:
        return None
    if outer.type == "object_assignment_pattern":
        return Step(default=right), Step(key=_text(left))
    return (Step(default=right),)


def _rest(pattern: Node) -> tuple[Step, ...]:
    outer = pattern.parent
    if outer is None or outer.type != "object_pattern":
        return ()
    keys = (_key(child) for child in outer.named_children if child.id != pattern.id)
    return (Step(without=tuple(key for key in keys if key)),)


def _key(part: Node) -> str:
    named = part.child_by_field_name("key") or part.child_by_field_name("left") or part
    return _text(named).strip("\"'")


def _omitting(value: Expr, keys: tuple[str, ...]) -> Expr:
    """`omit(value, "a", "b")`, by the name that libraries give to it."""
    line = value.line
    left_out = (Argument(None, Text(key, line)) for key in keys)
    return Invoke(Name("omit", line), (Argument(None, value), *left_out), line)


def _item(value: Expr, place: int) -> Expr:
    if isinstance(value, Invoke) and _together(value.callee) and value.args:
        value = value.args[0].value
    if isinstance(value, Items) and place < len(value.items):
        return value.items[place]
    return Index(value, Number(str(place), value.line), value.line)


def _together(callee: Expr) -> bool:
    """`Promise.all`, whose result has the order of its argument."""
    return isinstance(callee, Member) and callee.name in ("all", "allSettled")


def _in_pattern(node: Node) -> bool:
    return node.parent is not None and node.parent.type in _PARTS


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
