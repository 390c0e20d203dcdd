"""Where JavaScript puts the results of calls, and what it reads off them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from tree_sitter import Node

from migrate_check.inventory.neutral import Expr, Read, Scope
from migrate_check.inventory.paths import dotted, member_path
from migrate_check.inventory.readers.javascript_patterns import (
    PATTERNS,
    Leaf,
    first_child,
    label,
    leaf,
    names_in,
)
from migrate_check.inventory.readers.javascript_scopes import TRANSPARENT, params
from migrate_check.inventory.readers.tree_module import Result

_FARTHEST = 100
"""Steps from a call to what takes its result; only hostile code has more."""
_PASSED = TRANSPARENT | {"ternary_expression", "binary_expression"}
_UNWRAPPED = frozenset({"withResponse", "asResponse"})
_TAKERS = frozenset({"variable_declarator", "assignment_expression"})
_LOOPS = frozenset({"for_in_statement"})
_THEN = frozenset({"then", "catch", "finally"})


class Answering(Protocol):
    """What is asked of the module."""

    def text(self, node: Node) -> str:
        """A node's source."""

    def line(self, node: Node) -> int:
        """A node's first line."""

    def expr(self, node: Node, level: int = 0) -> Expr:
        """A node as an expression."""

    def scope_of(self, node: Node) -> Scope:
        """The innermost scope around a node."""

    def named(self, name: str) -> tuple[Node, ...]:
        """The identifiers of that name."""

    def around(self, name: Node) -> Node:
        """The chain of members and indexes that a name begins or ends."""

    def chains(self, name: str) -> tuple[Read, ...]:
        """Members read off a variable by chains alone."""


class Results:
    """For one module."""

    def __init__(self, module: Answering) -> None:
        self._module = module
        self._taken_apart: dict[str, list[Node]] = {}
        self._with_response: set[int] = set()

    def result_of(self, call: Node) -> Result:
        """Through `await`, brackets, `.then(…)` and `Promise.all([…])` to what takes it."""
        function = call.child_by_field_name("function")
        awaited = function is not None and function.type == "await_expression"
        node, outer = call, call.parent
        for _ in range(_FARTHEST):
            outer = node.parent
            if outer is None:
                break
            if outer.type == "await_expression":
                awaited = True
            elif outer.type not in _PASSED:
                following = self._followed(node, outer)
                if following is None:
                    break
                if isinstance(following, str):
                    return Result(True, following)
                outer = following
            node = outer
        if outer is not None and method_of(node) == "withResponse":
            pattern = outer.child_by_field_name("name") or outer.child_by_field_name("left")
            self._with_response |= {pattern.id} if pattern is not None else set()
        return self._taken(outer, node, awaited) if outer is not None else Result(awaited)

    def reads(self, name: str) -> Iterator[Read]:
        """Members read off a variable, or off what a pattern with this label takes apart."""
        if name[:1] in "{[":
            for pattern in self._taken_apart.get(name, []):
                found = self._parts(pattern, "")
                yield from self._answers(found) if pattern.id in self._with_response else found
            return
        module = self._module
        yield from module.chains(name)
        for identifier in module.named(name.rpartition(".")[2]):
            chain = module.around(identifier)
            taker = _takes_apart(chain)
            path = _after(name, member_path(module.expr(chain))) if taker is not None else None
            if taker is not None and path is not None:
                item = "[]" if path and _loops(taker) else ""
                yield from self._parts(taker, f"{path}{item}." if path else "")

    def _answers(self, reads: Iterator[Read]) -> Iterator[Read]:
        """Of `{data, response}` what is read off the answer itself."""
        for read in reads:
            if read.path.startswith("data."):
                yield replace(read, path=read.path.removeprefix("data."))

    def _parts(self, pattern: Node, before: str) -> Iterator[Read]:
        """What a pattern takes, and what is read off its names later."""
        scope = self._module.scope_of(pattern)
        for name in names_in(pattern):
            found = leaf(name)
            path = before + _path(found) if found is not None else ""
            if not path.strip("."):
                continue
            local = self._module.text(name)
            further = [
                Read(_joined(path, read.path), read.scope, read.line, read.offset)
                for read in self._module.chains(local)
                if read.scope is scope or read.scope.parent is scope
            ]
            line = self._module.line(name)
            yield from further or [Read(path, scope, line, self._end(pattern))]

    def _end(self, pattern: Node) -> int:
        """Where the value is known: a pattern stands before the call that it takes apart."""
        outer = pattern.parent
        return outer.end_byte if outer is not None and outer.type in _TAKERS else pattern.end_byte

    def _followed(self, node: Node, outer: Node) -> Node | str | None:
        """The call behind `.then(…)`, or the name that takes the result in there."""
        if outer.type == "array":
            return _together(outer)
        property_ = outer.child_by_field_name("property")
        call = outer.parent
        if outer.type != "member_expression" or property_ is None or call is None:
            return None
        of = outer.child_by_field_name("object")
        if call.type != "call_expression" or of is None or of.id != node.id:
            return None
        method = self._module.text(property_)
        if method == "then":
            return self._callback(call) or call
        return call if method in _THEN | _UNWRAPPED else None

    def _callback(self, call: Node) -> str | None:
        """The first parameter of the function given to `.then`."""
        arguments = call.child_by_field_name("arguments")
        function = first_child(arguments) if arguments is not None else None
        if function is None or function.type not in ("arrow_function", "function_expression"):
            return None
        first = next(params(function, self._module.expr), None)
        if first is not None and first.name[:1] in "{[":
            listed = function.child_by_field_name("parameters")
            given = first_child(listed) if listed is not None else None
            pattern = (given.child_by_field_name("pattern") or given) if given is not None else None
            if pattern is not None:
                self._taken_apart.setdefault(first.name, []).append(pattern)
        return first.name if first is not None else None

    def _taken(self, outer: Node, value: Node, awaited: bool) -> Result:
        if outer.type == "for_in_statement":
            left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
            over = right is not None and right.id == value.id
            return Result(awaited, self._name(left) if over else None, over)
        if outer.type in _TAKERS:
            left = outer.child_by_field_name("name") or outer.child_by_field_name("left")
            if left is not None and left.id != value.id:
                return Result(awaited, self._name(left))
        if outer.type in ("field_definition", "public_field_definition"):
            name = outer.child_by_field_name("name") or outer.child_by_field_name("property")
            if name is not None and name.id != value.id:
                return Result(awaited, f"self.{self._module.text(name)}")
        return Result(awaited)

    def _name(self, target: Node | None) -> str | None:
        if target is None:
            return None
        if target.type in PATTERNS:
            name = label(target)
            known = self._taken_apart.setdefault(name, [])
            if all(pattern.id != target.id for pattern in known):
                known.append(target)
            return name
        return dotted(self._module.expr(target))


def method_of(value: Node) -> str:
    """`withResponse` of `await x.create().withResponse()`."""
    while value.type in TRANSPARENT | {"await_expression"} and value.named_child_count:
        value = value.named_children[0]
    callee = value.child_by_field_name("function") if value.type == "call_expression" else None
    method = callee.child_by_field_name("property") if callee is not None else None
    return (method.text or b"").decode("utf-8", "replace") if method is not None else ""


def _takes_apart(value: Node) -> Node | None:
    """The object pattern that a chain, or each of its items, is the value of."""
    outer = value.parent
    while outer is not None and outer.type in TRANSPARENT | {"await_expression"}:
        value, outer = outer, outer.parent
    if outer is None or outer.type not in _TAKERS | _LOOPS:
        return None
    left = outer.child_by_field_name("name") or outer.child_by_field_name("left")
    body = outer.child_by_field_name("body")
    fits = left is not None and left.id != value.id and left.type == "object_pattern"
    return left if fits and (body is None or body.id != value.id) else None


def _loops(pattern: Node) -> bool:
    return pattern.parent is not None and pattern.parent.type in _LOOPS


def _after(name: str, path: str | None) -> str | None:
    """What follows the variable in a chain; None: the chain is another variable's."""
    if path is None or not path.startswith(name) or path[len(name) :][:1] not in ("", ".", "["):
        return None
    return path[len(name) :].removeprefix(".")


def _together(array: Node) -> Node | None:
    """The call of `Promise.all([…])` around its list."""
    arguments = array.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if call is None or function is None or not (function.text or b"").startswith(b"Promise."):
        return None
    return call


def _path(found: Leaf) -> str:
    parts = []
    for step in found.steps:
        if step.key is not None:
            parts.append(f".{step.key}")
        elif step.place is not None:
            parts.append("[]")
    return "".join(parts).removeprefix(".")


def _joined(path: str, rest: str) -> str:
    return f"{path}{rest}" if rest.startswith("[") else f"{path}.{rest}"
