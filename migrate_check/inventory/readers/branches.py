"""Which branch of a program a position stands in, and what cannot come before what."""

from __future__ import annotations

from tree_sitter import Node

_CASES = frozenset({"case_clause", "switch_case", "switch_default"})
_BRANCHES = frozenset({"consequence", "alternative"})
_BLOCKS = frozenset({"block", "statement_block"})
_FALLS_THROUGH = frozenset({"switch_case", "switch_default"})
_LEAVES_CASE = frozenset(
    {"break_statement", "return_statement", "throw_statement", "continue_statement"}
)
_DEEPEST = 200


def keeps_apart(root: Node, earlier: int, later: int, loops: frozenset[str]) -> bool:
    """Whether what happens at the earlier offset never comes before the later one.

    Within a loop another round may bring one branch before the other: not known to be apart.
    """
    if earlier >= later:
        return False
    common = root.descendant_for_byte_range(earlier, later)
    if common is None or _looped(common, loops):
        return False
    first, second = _child_at(common, earlier), _child_at(common, later)
    if first is None or second is None or first[1].id == second[1].id:
        return False
    if first[1].type in _CASES and second[1].type in _CASES:
        return first[1].type not in _FALLS_THROUGH or _leaves(first[1], _LEAVES_CASE)
    if first[0] in _BRANCHES and second[0] in _BRANCHES:
        return True
    return "try" not in common.type and _returns(first[1], earlier)


def _looped(node: Node, loops: frozenset[str]) -> bool:
    outer: Node | None = node
    for _ in range(_DEEPEST):
        if outer is None or "function" in outer.type or "lambda" in outer.type:
            return False
        if outer.type in loops:
            return True
        outer = outer.parent
    return True


def _child_at(node: Node, offset: int) -> tuple[str | None, Node] | None:
    for index, child in enumerate(node.children):
        if child.start_byte <= offset < child.end_byte:
            return node.field_name_for_child(index), child
    return None


def _returns(branch: Node, offset: int) -> bool:
    """Whether a block of an `if` around the offset, within the branch, ends by returning."""
    node: Node | None = branch
    for _ in range(_DEEPEST):
        if node is None or "function" in node.type or "try" in node.type:
            return False
        found = _child_at(node, offset)
        if found is None:
            return False
        field, child = found
        inner = field in _BRANCHES or node.type in ("elif_clause", "else_clause")
        if inner and child.type in _BLOCKS and _leaves(child, frozenset({"return_statement"})):
            return True
        node = child
    return False


def _leaves(block: Node, by: frozenset[str]) -> bool:
    last = next((part for part in reversed(block.named_children) if not part.is_extra), None)
    if last is not None and last.type in _BLOCKS:
        return _leaves(last, by)
    return last is not None and last.type in by
