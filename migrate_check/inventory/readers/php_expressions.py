"""PHP's expressions in neutral terms.

A method that is called without arguments reads like a member: `$client->chat()->create([…])` is
`$client.chat.create`. Chains of setters become arguments of the call that they end in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Flag,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Number,
    Record,
    Text,
)
from migrate_check.inventory.readers.strings import join, unescape
from migrate_check.inventory.readers.syntax_tree import Convert
from migrate_check.inventory.readers.tree_module import TreeModule

ACCESSES = {
    "member_access_expression": ("object", "name"),
    "nullsafe_member_access_expression": ("object", "name"),
    "scoped_property_access_expression": ("scope", "name"),
}
METHOD_CALLS = {
    "member_call_expression": "object",
    "nullsafe_member_call_expression": "object",
    "scoped_call_expression": "scope",
}
"""Node of a call → field of what it is called on."""
CALLS = frozenset({*METHOD_CALLS, "function_call_expression", "object_creation_expression"})
_WRAPPERS = frozenset({"array_filter", "collect", "strval", "trim", "rtrim"})
_MERGES = frozenset({"array_merge", "array_replace"})
_VERBS = frozenset({"post", "put", "patch", "get", "delete"})
_FACTORY = "factory"
_MOST_STEPS = 30


class PhpExpressions(TreeModule):
    """The part of the reader that turns nodes into expressions."""

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "variable_name": self._variable,
            "name": self.name,
            "qualified_name": self._qualified,
            "relative_scope": lambda node, _: Name("self", self.line(node)),
            **dict.fromkeys(ACCESSES, self.member),
            **dict.fromkeys(CALLS, self._call),
            "class_constant_access_expression": self.member,
            "subscript_expression": self.index,
            "string": self._string,
            "encapsed_string": self._string,
            "heredoc": self._string,
            "nowdoc": self._string,
            "integer": lambda node, _: Number(self.text(node), self.line(node)),
            "float": lambda node, _: Number(self.text(node), self.line(node)),
            "boolean": lambda node, _: Flag(self.text(node).lower() == "true", self.line(node)),
            "null": lambda node, _: Null(self.line(node)),
            "array_creation_expression": self._array,
            "binary_expression": self._binary,
            "conditional_expression": self._conditional,
            "match_expression": self._match,
            "assignment_expression": self._right,
            "cast_expression": lambda node, level: self.expr(node.named_children[-1], level),
            "unary_op_expression": self._unary,
            "argument": lambda node, level: self.expr(node.named_children[-1], level),
        }

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of `$a->b`, `$a->b()`, `A::b()`, `A::B`."""
        if node.type == "class_constant_access_expression" and node.named_child_count == 2:
            return node.named_children[0], node.named_children[1]
        of = name = None
        if node.type in ACCESSES:
            of, name = (node.child_by_field_name(part) for part in ACCESSES[node.type])
        elif node.type in METHOD_CALLS and not self._given(node):
            of = node.child_by_field_name(METHOD_CALLS[node.type])
            name = node.child_by_field_name("name")
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Array and key of `$a[b]`."""
        if node.type != "subscript_expression" or node.named_child_count != 2:
            return None
        return node.named_children[0], node.named_children[1]

    def call_with(self, callee: Node) -> Node | None:
        """The call of this name; `$a->list()` is a call and its own callee."""
        outer = callee.parent
        if callee.type in METHOD_CALLS:
            goes_on = outer is not None and outer.type in (*METHOD_CALLS, *ACCESSES)
            return callee if self.member_parts(callee) is not None and not goes_on else None
        if outer is None or outer.type not in CALLS:
            return None
        if outer.type == "object_creation_expression":
            return outer if outer.named_children[:1] == [callee] else None
        part = "function" if outer.type == "function_call_expression" else "name"
        return outer if outer.child_by_field_name(part) == callee else None

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call; a chain of setters before it as its arguments."""
        args = tuple(self._arguments(node, level))
        callee = self._callee(node, level)
        if node.type in METHOD_CALLS:
            callee, before = self._folded(callee, args)
            args = _below_base(args, before)
        return Invoke(callee, args, callee.line)

    def _callee(self, node: Node, level: int) -> Expr:
        if node.type == "object_creation_expression":
            first = node.named_children[:1]
            return self.expr(first[0], level) if first else self.opaque(node)
        name = node.child_by_field_name("function") or node.child_by_field_name("name")
        if name is None:
            return self.opaque(node)
        if node.type not in METHOD_CALLS:
            return self.expr(name, level)
        of = node.child_by_field_name(METHOD_CALLS[node.type])
        shown = self.expr(of, level) if of is not None else self.opaque(node)
        return Member(shown, self.text(name), self.line(name))

    def _folded(self, callee: Expr, args: tuple[Argument, ...]) -> tuple[Expr, list[Argument]]:
        """`OpenAI::factory()->withApiKey(k)->make()` is `OpenAI::factory(withApiKey: k)`;
        `Http::withToken(t)->timeout(5)->post(…)` is `Http::post(…, withToken: t, timeout: 5)`."""
        found: list[Argument] = []
        if not isinstance(callee, Member) or callee.name not in (*_VERBS, "make", "send"):
            return callee, found
        of = callee.of
        for _ in range(_MOST_STEPS):
            if isinstance(of, Invoke) and isinstance(of.callee, Member):
                found += _setting(of.callee.name, of)
                of = of.callee.of
            elif isinstance(of, Member) and of.name in ("acceptJson", "asJson", "asForm"):
                of = of.of
            else:
                break
        if callee.name == "make":
            made = isinstance(of, Member) and of.name == _FACTORY
            return (of, found) if made else (callee, [])
        return (Member(of, callee.name, callee.line), found) if found else (callee, [])

    def _given(self, call: Node) -> list[Node]:
        arguments = next((c for c in call.named_children if c.type == "arguments"), None)
        return list(arguments.named_children) if arguments is not None else []

    def _arguments(self, call: Node, level: int) -> Iterator[Argument]:
        given = [node for node in self._given(call) if node.type == "argument"]
        for node in given:
            name, value = node.child_by_field_name("name"), node.named_children[-1]
            if value.type == "variadic_unpacking" and value.named_child_count:
                yield Argument(None, self.expr(value.named_children[0], level), 1)
                continue
            # openai-php has all of a request's fields in one argument.
            named = name is not None and not (len(given) == 1 and self.text(name) == "parameters")
            yield Argument(
                self.text(name) if named and name is not None else None, self.expr(value, level)
            )

    def _call(self, node: Node, level: int) -> Expr:
        if self.member_parts(node) is not None:
            call = self.invocation(node, level)
            if call.args or getattr(call.callee, "name", "") == "make":
                return call if call.args else self.member(node, level)
            return call.callee  # Made anew, a chain of these would take twice as long per step.
        call = self.invocation(node, level)
        name = call.callee.name if isinstance(call.callee, Name) else ""
        if name in _MERGES:
            return Record(tuple(Entry(None, arg.value) for arg in call.args), call.line)
        if name in _WRAPPERS and call.args:
            return call.args[0].value
        if name == "sprintf" and call.args:
            return join(tuple(_formatted(call.args)), call.line)
        return call

    def _variable(self, node: Node, _: int) -> Expr:
        text = self.text(node)
        return Name("self" if text == "$this" else text, self.line(node))

    def _qualified(self, node: Node, _: int) -> Expr:
        first, *rest = self.text(node).strip("\\").split("\\")
        expr: Expr = Name(first, self.line(node))
        for name in rest:
            expr = Member(expr, name, self.line(node))
        return expr

    def _string(self, node: Node, level: int) -> Expr:
        parts: list[Expr] = []
        body = node.child_by_field_name("value") or node
        plain = node.type in ("string", "nowdoc")
        for child in body.named_children:
            if child.type in ("string_content", "nowdoc_string"):
                text = self.text(child)
                parts.append(Text(text if plain else unescape(text), self.line(child)))
            elif child.type == "escape_sequence":
                parts.append(Text(unescape(self.text(child)), self.line(child)))
            else:
                parts.append(self.expr(child, level))
        return join(tuple(parts), self.line(node))

    def _array(self, node: Node, level: int) -> Expr:
        entries: list[Entry] = []
        items: list[Expr] = []
        for child in node.named_children:
            parts = [part for part in child.named_children if not part.is_extra]
            if child.type != "array_element_initializer" or not parts:
                continue
            if parts[0].type == "variadic_unpacking":
                entries.append(Entry(None, self.expr(parts[0].named_children[0], level)))
            elif len(parts) == 2:
                entries.append(Entry(self.expr(parts[0], level), self.expr(parts[1], level)))
            else:
                items.append(self.expr(parts[0], level))
        if entries or not items:
            return Record(tuple(entries), self.line(node))
        return Items(tuple(items), self.line(node))

    def _binary(self, node: Node, level: int) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return self.opaque(node)
        both = (self.expr(left, level), self.expr(right, level))
        if operator.type in ("??", "||", "or"):
            return Choice(both, self.line(node), True)
        if operator.type == "+":
            return Record(tuple(Entry(None, part) for part in both[::-1]), self.line(node))
        return join(both, self.line(node)) if operator.type == "." else self.opaque(node)

    def _conditional(self, node: Node, level: int) -> Expr:
        body, other = node.child_by_field_name("body"), node.child_by_field_name("alternative")
        first = body or node.child_by_field_name("condition")
        parts = tuple(self.expr(part, level) for part in (first, other) if part is not None)
        return Choice(parts, self.line(node), body is None)

    def _match(self, node: Node, level: int) -> Expr:
        body = node.child_by_field_name("body")
        arms = body.named_children if body is not None else []
        values = (arm.child_by_field_name("return_expression") for arm in arms)
        found = tuple(self.expr(value, level) for value in values if value is not None)
        return Choice(found, self.line(node)) if found else self.opaque(node)

    def _right(self, node: Node, level: int) -> Expr:
        right = node.child_by_field_name("right")
        return self.expr(right, level) if right is not None else self.opaque(node)

    def _unary(self, node: Node, _: int) -> Expr:
        text = self.text(node)
        plain = text.lstrip("-+").replace(".", "", 1).isdigit()
        return Number(text, self.line(node)) if plain else self.opaque(node)


def _setting(name: str, call: Invoke) -> list[Argument]:
    """One setter of a chain as the argument that it amounts to."""
    values = [arg.value for arg in call.args]
    if not values:
        return []
    if name == "withToken":
        token = join((Text("Bearer ", call.line), values[0]), call.line)
        return [_header(Text("Authorization", call.line), token)]
    if name in ("withHeader", "withHttpHeader") and len(values) == 2:
        return [_header(values[0], values[1])]
    if name == "withHeaders":
        return [Argument("headers", values[0])]
    return [Argument("base_url" if name == "baseUrl" else name, values[0])]


def _below_base(args: tuple[Argument, ...], settings: list[Argument]) -> tuple[Argument, ...]:
    """Laravel's `baseUrl` is put before the path."""
    base = next((one.value for one in settings if one.name == "base_url"), None)
    if base is not None and args and not args[0].name:
        path = args[0].value
        between = "" if isinstance(path, Text) and path.value.startswith("/") else "/"
        whole = join((base, Text(between, path.line), path), path.line)
        args = (Argument(None, whole), *args[1:])
    return (*args, *settings)


def _header(name: Expr, value: Expr) -> Argument:
    return Argument("headers", Record((Entry(name, value),), value.line))


def _formatted(args: tuple[Argument, ...]) -> Iterator[Expr]:
    """`sprintf("%s/v1", $host)` as the parts of a string."""
    first, *values = (arg.value for arg in args)
    if not isinstance(first, Text):
        yield first
        return
    pieces = first.value.split("%s")
    for place, piece in enumerate(pieces):
        yield Text(piece, first.line)
        if place < len(pieces) - 1:
            yield values[place] if place < len(values) else Null(first.line)
