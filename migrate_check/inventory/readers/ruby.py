"""Ruby as a `Module`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import tree_sitter_ruby
from tree_sitter import Language as Grammar
from tree_sitter import Node

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import (
    Argument,
    BindingKind,
    Call,
    Choice,
    Entry,
    Imported,
    Index,
    Invoke,
    Items,
    Number,
    Param,
    Read,
    Record,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.paths import dotted
from migrate_check.inventory.readers.ruby_expressions import RubyExpressions
from migrate_check.inventory.readers.tree_module import Assigned, Result

_GRAMMAR = Grammar(tree_sitter_ruby.language())
_REQUESTS = frozenset({"Post", "Get", "Put", "Patch", "Delete"})
"""Of Net::HTTP."""
_BODIES = frozenset(
    {"program", "body_statement", "block_body", "then", "else", "begin", "do", "ensure", "rescue"}
)
_GEMS = {
    "OpenAI": "openai",
    "Anthropic": "anthropic",
    "RubyLLM": "ruby_llm",
    "Langchain": "langchain",
    "Faraday": "faraday",
    "Net": "net",
    "HTTParty": "httparty",
    "RestClient": "rest-client",
    "HTTP": "http",
    "Typhoeus": "typhoeus",
    "Excon": "excon",
    "Gemini": "gemini-ai",
    "Mistral": "mistral-ai",
    "Aws": "aws-sdk",
}
"""Constant → gem. Applications load all their gems at once, so a file need not require one."""
_REQUIRE = re.compile(rb"^\s*require\s*\(?\s*[\"']([\w/.-]+)[\"']", re.MULTILINE)
_CONSTANT = re.compile(rb"(?<![\w:@])([A-Z]\w*[a-z]\w*)(?=::[A-Z]|\.(?!new\b)[a-z])")
"""A class of elsewhere that something is read off: `Settings::MODEL`, `Llm.client`."""
_ACCESSORS = re.compile(rb"^\s*attr_(?:reader|accessor)\b(.*)$", re.MULTILINE)


class RubyModule(RubyExpressions):
    """A Ruby file."""

    speaks = Language.RUBY
    identifiers = frozenset({"identifier", "constant", "instance_variable", "class_variable"})
    functions_are = frozenset({"method", "singleton_method"})
    classes_are = frozenset({"class", "module"})
    loops_are = frozenset({"while", "until", "for"})
    branches_are = loops_are | {
        "if",
        "unless",
        "elsif",
        "case",
        "if_modifier",
        "unless_modifier",
        "rescue",
    }
    reached = frozenset({"condition"})
    transparent = frozenset({"parenthesized_statements"})
    methods = {
        "merge!": BindingKind.MERGE,
        "update": BindingKind.MERGE,
        "reverse_merge!": BindingKind.MERGE,
        "push": BindingKind.APPEND,
        "append": BindingKind.APPEND,
        "concat": BindingKind.MERGE,
    }
    setters = frozenset({"store"})

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        super().__init__(path, data, _GRAMMAR, first_line)
        self._constants: dict[str, frozenset[int]] = {}
        words = b" ".join(found[1] for found in _ACCESSORS.finditer(data))
        self._accessors = frozenset(re.findall(r":(\w+)", words.decode("utf-8", "replace")))

    def _identifier(self, start: int, end: int) -> Node | None:
        """`client` also finds `@client` and `@@client`."""
        while start > 0 and self._data[start - 1 : start] == b"@":
            start -= 1
        return super()._identifier(start, end)

    # Scopes hold parameters with their defaults, which are expressions: what is asked while an
    # expression is made goes by nodes alone.

    def is_own_method(self, node: Node, name: str) -> bool:
        """By the accessors and methods of the file, where nothing of that name is assigned."""
        if _is_assigned(node):
            return False
        known = name in self._accessors or any(
            owner.child_by_field_name("parameters") is None
            for other in self._named(name)
            if (owner := self.opened_by(other)) is not None and owner.type in self.functions_are
        )
        return known and not self._is_local(node, name)

    def is_method(self, name: str) -> bool:
        """By the definitions of the file."""
        return any(self.opened_by(other) is not None for other in self._named(name))

    def _is_local(self, node: Node, name: str) -> bool:
        around = self._opening(node)
        params = around.child_by_field_name("parameters") if around is not None else None
        given = params.named_children if params is not None else []
        if any(self.text(param.child_by_field_name("name") or param) == name for param in given):
            return True
        return any(
            other.type == "identifier" and _is_assigned(other) and self._opening(other) == around
            for other in self._named(name)
        )

    def is_class_constant(self, node: Node, name: str) -> bool:
        """By the assignments of the file."""
        if name not in self._constants:
            self._constants[name] = frozenset(
                owner.id
                for other in self._named(name)
                if other.type == "constant"
                and _is_assigned(other)
                and (owner := self._opening(other)) is not None
                and owner.type in self.classes_are
            )
        holders = self._constants[name]
        outer = self._opening(node) if holders else None
        while outer is not None and outer.id not in holders:
            outer = self._opening(outer)
        return outer is not None

    def invoke(self, call: Call) -> Invoke:
        """The call; of a request object also what is put into it afterwards."""
        shown = super().invoke(call)
        variable = call.bound_to or self._tapped(cast(Node, call.node))
        if call.name not in _REQUESTS or not variable:
            return shown
        args = list(shown.args)
        headers: list[Entry] = []
        for binding in self.bindings(variable):
            if binding.scope is not call.scope or binding.offset < call.offset:
                continue
            if binding.kind is BindingKind.ITEM:
                headers.append(Entry(binding.key, binding.value))
            elif binding.name == f"{variable}.body":
                args.append(Argument("body", binding.value))
        if headers:
            args.append(Argument("headers", Record(tuple(headers), call.line)))
        return Invoke(shown.callee, tuple(args), shown.line)

    def _reads(self, name: str) -> Iterator[Read]:
        """Also `reply.dig("choices", 0, "message")`."""
        yield from super()._reads(name)
        for identifier in self._named(name.rpartition(".")[2]):
            chain = self._around(identifier)
            on = self.method_on(chain)
            known = dotted(self.expr(chain)) == name
            if known and on is not None and self.text(on[0]) == "dig":
                keys = [arg.value for arg in self.invocation(on[1], 0).args]
                steps = (f".{key.value}" if isinstance(key, Text) else "[]" for key in keys)
                path = "".join(steps).lstrip(".")
                yield Read(path, self.scope_of(chain), self.line(chain), chain.start_byte)

    def _tapped(self, request: Node) -> str | None:
        """`r` of `Post.new(uri).tap { |r| r.body = x }`."""
        on = self.method_on(request)
        block = on[1].child_by_field_name("block") if on and self.text(on[0]) == "tap" else None
        params = block.child_by_field_name("parameters") if block is not None else None
        return self.text(params.named_children[0]) if params and params.named_children else None

    def method_on(self, receiver: Node) -> tuple[Node, Node] | None:
        """Name and call of the method that is called on this node."""
        outer = receiver.parent
        if outer is None or outer.type != "call":
            return None
        of, method = outer.child_by_field_name("receiver"), outer.child_by_field_name("method")
        if of is None or method is None or of.id != receiver.id:
            return None
        return method, outer

    def assigned(self, target: Node) -> Assigned | None:
        """Assignments of every form, `list << item`, `for`."""
        outer = target.parent
        if outer is None:
            return None
        left, right = outer.child_by_field_name("left"), outer.child_by_field_name("right")
        if outer.type == "left_assignment_list":
            return self._unpacked(target, outer)
        if left is None or right is None or left.id != target.id:
            return None
        if outer.type == "assignment":
            return Assigned(BindingKind.SET, self.expr(right), outer)
        if outer.type == "operator_assignment":
            return self._by_operator(outer, left, right)
        operator = outer.child_by_field_name("operator")
        if outer.type == "binary" and operator is not None and operator.type == "<<":
            return Assigned(BindingKind.APPEND, self.expr(right), outer)
        return None

    def _by_operator(self, statement: Node, left: Node, right: Node) -> Assigned:
        value = self.expr(right)
        if "||=" in self.text(statement)[: right.start_byte - statement.start_byte]:
            return Assigned(BindingKind.SET, value, statement)
        both = Choice((self.expr(left), value), self.line(statement))
        return Assigned(BindingKind.SET, both, statement)

    def _unpacked(self, target: Node, pattern: Node) -> Assigned | None:
        outer = pattern.parent
        right = outer.child_by_field_name("right") if outer is not None else None
        if outer is None or right is None or outer.type != "assignment":
            return None
        place = [child.id for child in pattern.named_children].index(target.id)
        value = self.expr(right)
        if isinstance(value, Items) and place < len(value.items):
            return Assigned(BindingKind.SET, value.items[place], outer)
        part = Index(value, Number(str(place), self.line(target)), self.line(target))
        return Assigned(BindingKind.SET, part, outer)

    def result_of(self, call: Node) -> Result:
        """The variable that an assignment puts the result into."""
        node, outer = call, call.parent
        while outer is not None and outer.type in self.transparent:
            node, outer = outer, outer.parent
        if outer is None or outer.type not in ("assignment", "operator_assignment"):
            return Result()
        left = outer.child_by_field_name("left")
        if left is None or left.id == node.id:
            return Result()
        name = self.text(left)
        return Result(bound_to=f"self.{name.lstrip('@')}" if name.startswith("@") else name)

    def is_statement(self, call: Node) -> bool:
        """Whether it stands on a line of its own."""
        return call.parent is not None and call.parent.type in _BODIES

    def make_scope(self, node: Node, parent: Scope) -> Scope:
        """A method's, class's or module's scope; without parameters a method is a property."""
        name, bases = node.child_by_field_name("name"), node.child_by_field_name("superclass")
        params = tuple(self._params(node.child_by_field_name("parameters")))
        is_function = node.type in self.functions_are
        base = bases.named_children[:1] if bases is not None else []
        return Scope(
            ScopeKind.FUNCTION if is_function else ScopeKind.CLASS,
            self.text(name).rpartition("::")[2] if name is not None else "",
            parent,
            self.line(node),
            node.end_point.row + self._first_line,
            params=params,
            decorators=("property",) if is_function and not params else (),
            bases=tuple(self.text(part).replace("::", ".") for part in base),
            node=node,
        )

    def _params(self, node: Node | None) -> Iterator[Param]:
        for child in node.named_children if node is not None else ():
            name = child.child_by_field_name("name") or child
            value = child.child_by_field_name("value")
            rest = {"splat_parameter": 1, "hash_splat_parameter": 2}.get(child.type, 0)
            if name.type == "identifier" and child.type != "block_parameter":
                yield Param(
                    self.text(name), self.expr(value) if value is not None else None, rest=rest
                )

    def read_imports(self) -> Iterator[tuple[str | None, Imported]]:
        """`require`, and the constants of gems that the file uses without."""
        for found in _REQUIRE.finditer(self._data):
            yield None, Imported(found[1].decode("utf-8", "replace"))
        for constant, gem in _GEMS.items():
            used = re.search(rb"\b%s\b" % constant.encode(), self._data)
            if used and not self.functions(constant):
                yield constant, Imported(gem)
        for name in dict.fromkeys(_CONSTANT.findall(self._data)):
            constant = name.decode()
            if constant not in _GEMS and not self.functions(constant):
                yield constant, Imported(constant, constant)

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`, and what the body ends with."""
        body = function.child_by_field_name("body")
        if body is None:
            return
        if body.type != "body_statement":
            yield body
            return
        waiting = [body]
        while waiting:
            node = waiting.pop()
            if node.type == "return" and node.named_child_count:
                yield node.named_children[0].named_children[0]
            elif node.type not in self.functions_are | self.classes_are | {"call"}:
                waiting += node.named_children
        last = [part for part in body.named_children if not part.is_extra][-1:]
        if last and last[0].type != "return":
            yield last[0]


def _is_assigned(node: Node) -> bool:
    outer = node.parent
    left = outer.child_by_field_name("left") if outer is not None else None
    return outer is not None and outer.type == "assignment" and left is not None and left == node
