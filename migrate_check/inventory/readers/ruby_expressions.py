"""Ruby's expressions in neutral terms.

A call without arguments reads like a member, and most are: `client.chat.completions`. `C.new(x)`
becomes the call of `C`, as other languages make objects. Values that only change their form
(`to_json`, `freeze`, `URI(…)`) stand for what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Argument,
    Choice,
    Entry,
    Expr,
    Flag,
    Index,
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

SAME = frozenset(
    {
        "compact",
        "deep_dup",
        "dup",
        "freeze",
        "presence",
        "squish",
        "strip",
        "symbolize_keys",
        "to_h",
        "to_json",
        "to_s",
        "to_str",
        "to_sym",
        "with_indifferent_access",
    }
)
"""Methods that give back what they are called on, as far as a scan cares."""
WRAPPERS = frozenset(
    {
        "JSON.dump",
        "JSON.generate",
        "JSON.pretty_generate",
        "Oj.dump",
        "String",
        "URI",
        "URI.parse",
        "Addressable::URI.parse",
    }
)
"""Functions that give back their first argument."""
_CALLABLES = frozenset({"proc", "lambda"})
_MERGES = frozenset({"deep_merge", "merge", "reverse_merge"})
_VERBS = frozenset({"post", "put", "patch"})


class RubyExpressions(TreeModule):
    """The part of the reader that turns nodes into expressions."""

    def conversions(self) -> Mapping[str, Convert]:
        """Node type → conversion."""
        return {
            "identifier": self._bare,
            "constant": self._constant,
            "global_variable": self.name,
            "instance_variable": self._own,
            "class_variable": self._own,
            "self": self.name,
            "scope_resolution": self.member,
            "call": self._call,
            "element_reference": self.index,
            "string": self._string,
            "heredoc_body": self._string,
            "chained_string": self._strings,
            "delimited_symbol": self._string,
            "simple_symbol": lambda node, _: Text(self.text(node)[1:], self.line(node)),
            "hash_key_symbol": lambda node, _: Text(self.text(node), self.line(node)),
            "integer": lambda node, _: Number(self.text(node), self.line(node)),
            "float": lambda node, _: Number(self.text(node), self.line(node)),
            "unary": self._unary,
            "true": lambda node, _: Flag(True, self.line(node)),
            "false": lambda node, _: Flag(False, self.line(node)),
            "nil": lambda node, _: Null(self.line(node)),
            "hash": self._record,
            "array": self._items,
            "string_array": self._items,
            "symbol_array": self._items,
            "bare_string": self._string,
            "bare_symbol": self._string,
            "right_assignment_list": self._items,
            "binary": self._binary,
            "conditional": self._conditional,
            "if": self._branches,
            "unless": self._branches,
            "case": self._branches,
            "begin": self._ending,
            "then": self._ending,
            "else": self._ending,
            "lambda": lambda node, _: Flag(True, self.line(node)),
            "assignment": self._assigned_value,
            "operator_assignment": self._assigned_value,
        }

    def member_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and name of `a.b` without arguments, `A::B`."""
        if node.type == "scope_resolution":
            of, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
        elif node.type == "call" and not self.has_arguments(node):
            of, name = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        else:
            return None
        return (of, name) if of is not None and name is not None else None

    def index_parts(self, node: Node) -> tuple[Node, Node] | None:
        """Object and key of `a[b]`."""
        if node.type != "element_reference" or node.named_child_count != 2:
            return None
        return node.named_children[0], node.named_children[1]

    def has_arguments(self, call: Node) -> bool:
        """Whether it is a call for sure."""
        given = (call.child_by_field_name(name) for name in ("arguments", "block"))
        return any(part is not None for part in given) or self._method(call) == "new"

    def call_with(self, callee: Node) -> Node | None:
        """The call of this name; `a.list` is a call and its own callee."""
        outer = callee.parent
        if callee.type == "call":
            goes_on = outer is not None and outer.child_by_field_name("receiver") == callee
            called = not goes_on or self._method(callee) == "list"
            return callee if called and self.member_parts(callee) is not None else None
        if outer is None or outer.type != "call":
            return None
        # What is made by `C.new` counts as a call of `C`.
        part = "receiver" if self._method(outer) == "new" else "method"
        return outer if outer.child_by_field_name(part) == callee else None

    def invocation(self, node: Node, level: int) -> Invoke:
        """A call with its arguments, and what its block puts into its parameter."""
        receiver = node.child_by_field_name("receiver")
        method = node.child_by_field_name("method")
        if method is None:
            return Invoke(self.opaque(node), (), self.line(node))
        line, name = self.line(method), self.text(method)
        args = tuple(self.arguments(node, level))
        if receiver is None:
            own = Name("self", line)
            callee = Member(own, name, line) if self.is_method(name) else Name(name, line)
            return Invoke(callee, args, line)
        of = self.expr(receiver, level)
        if name == "new":
            return Invoke(of, args, of.line)
        return Invoke(Member(of, name, line), args, line)

    def arguments(self, call: Node, level: int) -> Iterator[Argument]:
        """Positional and named arguments, then settings of a block."""
        given = call.child_by_field_name("arguments")
        nodes = [child for child in given.named_children if not child.is_extra] if given else []
        makes_faraday = self._full_name(call) == "Faraday.new"
        for place, child in enumerate(nodes):
            for argument in self._argument(child, len(nodes) == 1, level):
                if makes_faraday and (argument.name == "url" or not (argument.name or place)):
                    yield replace(argument, name="base_url")
                elif place == 2 and not argument.name and self._method(call) in _VERBS:
                    # `post(url, body, headers)` of all libraries.
                    yield replace(argument, name="headers")
                else:
                    yield argument
        yield from self._block_settings(call, level)

    def _argument(self, node: Node, alone: bool, level: int) -> Iterator[Argument]:
        if node.type == "pair":
            named = self._named_argument(node, level)
            # ruby-openai has all of a request's fields in one argument.
            whole = alone and named.name == "parameters"
            yield Argument(None, named.value, 2) if whole else named
        elif node.type in ("hash_splat_argument", "splat_argument"):
            spread = 2 if node.type.startswith("hash") else 1
            for inner in node.named_children[:1]:
                yield Argument(None, self.expr(inner, level), spread)
        elif node.type != "block_argument":
            # A hash alone stands for named arguments, as it did before Ruby 3.
            spread = 2 if alone and node.type == "hash" else 0
            yield Argument(None, self.expr(node, level), spread)

    def _named_argument(self, pair: Node, level: int) -> Argument:
        key = pair.child_by_field_name("key")
        value = self._pair_value(pair, level)
        shown = self.expr(key, level) if key is not None else self.opaque(pair)
        return Argument(shown.value if isinstance(shown, Text) else None, value)

    def _pair_value(self, pair: Node, level: int) -> Expr:
        """The value; of the short form `model:` the variable of that name."""
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if value is not None:
            return self.expr(value, level)
        return Name(self.text(key), self.line(key)) if key is not None else self.opaque(pair)

    def _block_settings(self, call: Node, level: int) -> Iterator[Argument]:
        """`configure { |c| c.key = x }`, `post(url) { |r| r.headers["a"] = b; r.body = c }`."""
        block = call.child_by_field_name("block")
        params = block.child_by_field_name("parameters") if block is not None else None
        body = block.child_by_field_name("body") if block is not None else None
        if params is None or body is None or params.named_child_count != 1:
            return
        variable = self.text(params.named_children[0])
        records: dict[str, list[Entry]] = {}
        for statement in body.named_children:
            left, right = (statement.child_by_field_name(n) for n in ("left", "right"))
            if statement.type != "assignment" or left is None or right is None:
                continue
            target = self.expr(left, level)
            if isinstance(target, Member) and target.of == Name(variable, target.of.line):
                yield Argument(target.name, self.expr(right, level))
            elif isinstance(target, Index) and isinstance(target.of, Member):
                entry = Entry(target.key, self.expr(right, level))
                records.setdefault(target.of.name, []).append(entry)
        for name, entries in records.items():
            yield Argument(name, Record(tuple(entries), self.line(body)))

    def _method(self, call: Node) -> str:
        method = call.child_by_field_name("method")
        return self.text(method) if method is not None else ""

    def _bare(self, node: Node, level: int) -> Expr:
        """A variable, or a method of one's own that is called without anything."""
        name, line = self.text(node), self.line(node)
        if self.is_own_method(node, name):
            return Member(Name("self", line), name, line)
        return Name(name, line)

    def is_own_method(self, node: Node, name: str) -> bool:
        """Whether a bare name is no variable here, but a method or accessor of the class."""
        raise NotImplementedError

    def _constant(self, node: Node, level: int) -> Expr:
        """A constant; one of the classes around it is a member of self."""
        name, line = self.text(node), self.line(node)
        if self.is_class_constant(node, name):
            return Member(Name("self", line), name, line)
        return Name(name, line)

    def is_method(self, name: str) -> bool:
        """Whether the file has a method of that name."""
        raise NotImplementedError

    def is_class_constant(self, node: Node, name: str) -> bool:
        """Whether a class around the node sets the constant in its body."""
        raise NotImplementedError

    def _own(self, node: Node, _: int) -> Expr:
        line = self.line(node)
        return Member(Name("self", line), self.text(node).lstrip("@"), line)

    def _call(self, node: Node, level: int) -> Expr:
        name = self._method(node)
        receiver = node.child_by_field_name("receiver")
        if receiver is not None and (name in SAME or self.text(node) == "self.class"):
            return self.expr(receiver, level)
        if receiver is not None and name in _MERGES and self.has_arguments(node):
            return self._merged(node, receiver, level)
        if receiver is None and name in _CALLABLES:
            return Flag(True, self.line(node))
        if self.member_parts(node) is not None:
            return self.member(node, level)
        call = self.invocation(node, level)
        if not call.args or self._full_name(node) not in WRAPPERS:
            return call
        named = [arg for arg in call.args if arg.name]
        if not named:
            return call.args[0].value
        return Record(
            tuple(Entry(Text(arg.name or "", call.line), arg.value) for arg in named), call.line
        )

    def _merged(self, node: Node, receiver: Node, level: int) -> Expr:
        """`base.merge(model: m)` as a record of its own."""
        entries = [Entry(None, self.expr(receiver, level))]
        for arg in self.arguments(node, level):
            key = Text(arg.name, arg.value.line) if arg.name else None
            entries.append(Entry(key, arg.value))
        if self._method(node) == "reverse_merge":
            entries = [*entries[1:], entries[0]]
        return Record(tuple(entries), self.line(node))

    def _full_name(self, call: Node) -> str:
        receiver = call.child_by_field_name("receiver")
        before = f"{self.text(receiver)}." if receiver is not None else ""
        return before + self._method(call)

    def _string(self, node: Node, level: int) -> Expr:
        parts: list[Expr] = []
        plain = self.text(node)[:1] == "'"
        for child in node.named_children:
            if child.type == "interpolation":
                inner = child.named_children[:1]
                parts.append(self.expr(inner[0], level) if inner else self.opaque(child))
            elif child.type in ("string_content", "escape_sequence", "heredoc_content"):
                text = self.text(child)
                parts.append(Text(text if plain else unescape(text), self.line(child)))
        return join(tuple(parts), self.line(node))

    def _strings(self, node: Node, level: int) -> Expr:
        return join(tuple(self.expr(part, level) for part in node.named_children), self.line(node))

    def _unary(self, node: Node, _: int) -> Expr:
        text = self.text(node)
        number = text.lstrip("-+ ").replace("_", "").replace(".", "", 1)
        return Number(text, self.line(node)) if number.isdigit() else self.opaque(node)

    def _record(self, node: Node, level: int) -> Expr:
        entries = []
        for child in node.named_children:
            key = child.child_by_field_name("key") if child.type == "pair" else None
            if key is not None:
                entries.append(Entry(self.expr(key, level), self._pair_value(child, level)))
            elif child.type == "hash_splat_argument" and child.named_child_count:
                entries.append(Entry(None, self.expr(child.named_children[0], level)))
        return Record(tuple(entries), self.line(node))

    def _items(self, node: Node, level: int) -> Expr:
        found = tuple(self.expr(part, level) for part in node.named_children if not part.is_extra)
        return Items(found, self.line(node))

    def _binary(self, node: Node, level: int) -> Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return self.opaque(node)
        if operator.type in ("&&", "and"):
            return self.expr(right, level)
        both = (self.expr(left, level), self.expr(right, level))
        if operator.type in ("||", "or"):
            return Choice(both, self.line(node), True)
        return join(both, self.line(node)) if operator.type == "+" else self.opaque(node)

    def _conditional(self, node: Node, level: int) -> Expr:
        parts = (node.child_by_field_name(name) for name in ("consequence", "alternative"))
        found = tuple(self.expr(part, level) for part in parts if part is not None)
        return Choice(found, self.line(node)) if found else self.opaque(node)

    def _branches(self, node: Node, level: int) -> Expr:
        """`if` and `case` as values: what each branch ends with."""
        found = []
        for part in node.named_children:
            body = part.child_by_field_name("body") if part.type == "when" else part
            if part.type in ("then", "else", "elsif", "when") and body is not None:
                found.append(self._ending(body, level))
        return Choice(tuple(found), self.line(node)) if found else self.opaque(node)

    def _ending(self, node: Node, level: int) -> Expr:
        parts = [part for part in node.named_children if not part.is_extra]
        return self.expr(parts[-1], level) if parts else Null(self.line(node))

    def _assigned_value(self, node: Node, level: int) -> Expr:
        right = node.child_by_field_name("right")
        return self.expr(right, level) if right is not None else self.opaque(node)
