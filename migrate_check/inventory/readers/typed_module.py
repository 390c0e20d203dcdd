"""What Go, Java, Kotlin, C# and Rust have in common: declared types, fields of a class that are
reached by their bare names, libraries whose calls only say a value."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, cast

from tree_sitter import Node

from migrate_check.inventory.neutral import (
    Binding,
    Call,
    Choice,
    Expr,
    Flag,
    Invoke,
    Items,
    Member,
    Name,
    Null,
    Number,
    Scope,
    ScopeKind,
    Text,
)
from migrate_check.inventory.paths import dotted
from migrate_check.inventory.readers.folding import MOST_STEPS, Folding, setters_of
from migrate_check.inventory.readers.meaning import Meaning
from migrate_check.inventory.readers.model_names import model_id
from migrate_check.inventory.readers.strings import join
from migrate_check.inventory.readers.tree_module import Result, TreeModule

_HOLDERS = re.compile(
    r"^(?:Optional|Option|Arc|Rc|Box|Mutex|RwLock|Lazy|OnceCell|LazyLock|OnceLock|Supplier|Provider"
    r"|ObjectProvider|Task|ValueTask|Nullable|IOptions)\s*<(.*)>$"
)
_MOST_HOLDERS, _LONGEST_TYPE = 6, 400
_DECORATION = re.compile(r"^(?:&\s*(?:'\w+\s+)?(?:mut\s+)?|\*|\[\]|dyn\s+|impl\s+|readonly\s+)+")
_SUFFIX = re.compile(r"_?f32|_?f64|_?[iu](?:8|16|32|64|128|size)|(?<![xX])[fFdDlLmM]$|[uU][lL]?$")


class TypedModule(TreeModule):
    """The part that is the same for languages with declared types."""

    meaning: ClassVar[Meaning] = Meaning()
    model_owners: ClassVar[frozenset[str]] = frozenset()
    """Modules that SDKs keep their models' constants in."""
    folding: ClassVar[Folding] = Folding()
    _within_default = False
    implicit_self: ClassVar[bool] = False
    """Whether a field is also reached by its bare name."""
    comments: ClassVar[frozenset[str]] = frozenset({"comment", "line_comment", "block_comment"})
    returns_are: ClassVar[frozenset[str]] = frozenset({"return_statement"})
    awaits_are: ClassVar[frozenset[str]] = frozenset()
    passing: ClassVar[frozenset[str]] = frozenset({"parenthesized_expression"})
    """Node types through which a call's result goes on unchanged."""
    deepest = 400

    @cached_property
    def _declaring(self) -> dict[str, frozenset[int]]:
        """Name → ids of the scopes that declare it."""
        return {}

    @abstractmethod
    def declares(self, name: Node) -> bool:
        """Whether the identifier declares a variable, parameter or field here."""

    @abstractmethod
    def taker(self, outer: Node, value: Node) -> str | None:
        """The variable that this node puts the value into."""

    @abstractmethod
    def declared_fields(self, class_node: Node) -> Iterator[Node]:
        """The names of the fields that a class's body declares."""

    # Names.

    def name(self, node: Node, level: int = 0) -> Expr:
        """A bare name; of a field, a member of self."""
        text, line = self.text(node), self.line(node)
        model = self._constant(text)
        if model is not None:
            return Text(model, line)
        is_field = self._is_declared if self._within_default else self._is_field
        if self.implicit_self and is_field(node, text):
            return Member(Name("self", line), text, line)
        return Name(text, line)

    def _constant(self, text: str) -> str | None:
        """`GPT_4_O` that is imported from an SDK's class of model names."""
        what = self.imports.get(text) if text[:1].isupper() else None
        if what is None or not what.name:
            return None
        owner = what.module.rpartition(".")[2]
        return model_id(Name(owner, 0), what.name, owner in self.model_owners)

    def bound_name(self, target: Node, shown: Expr) -> str | None:
        """A field's declaration binds `self.field`."""
        name = dotted(shown)
        if name is None or name.startswith("self.") or not self._in_class(target):
            return name
        return f"self.{name}"

    def declared(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Fields of a class's body, by their bare names."""
        node = class_scope.node
        if not isinstance(node, Node):
            return ()
        found = (self._binding(name) for name in self.declared_fields(node))
        return tuple(binding for binding in found if binding is not None)

    def member(self, node: Node, level: int) -> Expr:
        """A member access; the constants that SDKs have for models are their ids."""
        parts = self.member_parts(node)
        if parts is None:
            return self.opaque(node)
        name = self.text(parts[1]).partition("<")[0]
        of = self.expr(parts[0], level)
        model = model_id(of, name, getattr(of, "name", "") in self.model_owners)
        if model is not None:
            return Text(model, self.line(parts[1]))
        return Member(of, name, self.line(parts[1]))

    def _in_class(self, target: Node) -> bool:
        return self.declares(target) and self.scope_of(target).kind is ScopeKind.CLASS

    def _is_field(self, node: Node, text: str) -> bool:
        """Whether the innermost declaration of that name around the node is a class's field."""
        if text not in self._declaring:
            found = (self.scope_of(other) for other in self._named(text) if self.declares(other))
            self._declaring[text] = frozenset(id(one) for one in found)
        declared = self._declaring[text]
        scope: Scope | None = self.scope_of(node)
        while scope is not None:
            if any(param.name == text for param in scope.params) and not self._is_class(scope):
                return False
            if id(scope) in declared:
                return self._is_class(scope)
            scope = scope.parent
        return False

    def default_value(self, node: Node) -> Expr:
        """A parameter's default: its function's scope is only being made."""
        before, self._within_default = self._within_default, True
        try:
            return self.expr(node)
        finally:
            self._within_default = before

    def _is_declared(self, node: Node, text: str) -> bool:
        """Whether the class around a node declares a field of that name."""
        outer = node.parent
        while outer is not None and outer.type not in self.classes_are:
            outer = outer.parent
        return outer is not None and any(
            self.text(name) == text for name in self.declared_fields(outer)
        )

    def _is_class(self, scope: Scope) -> bool:
        return scope.kind is ScopeKind.CLASS

    # Values.

    def invoke(self, call: Call) -> Invoke:
        """The call; a chain of setters around it as its named arguments."""
        node = cast(Node, call.node)
        shown = super().invoke(call)
        if call.name in self.folding.opens:
            steps = [setter for _, setter in self._chain(node)]
            setters = [self.invocation(setter, 0) for setter in steps]
            later = self._set_later(call, steps[-1] if steps else node)
            return self.folding.after(shown, (*setters, *later))
        if call.name in self.folding.closes:
            return self.folding.before(shown, call.name)
        if call.name in self.folding.made and call.bound_to:
            changes = [b for b in self.bindings(call.bound_to) if b.scope is call.scope]
            return self.folding.changed(shown, call.bound_to, changes)
        return shown

    def _set_later(self, call: Call, chain: Node) -> Iterator[Invoke]:
        """Setters of the variable that takes the chain: `if (c) { builder.seed(7); }`."""
        variable = self.result_of(chain).bound_to
        for binding in self.bindings(variable) if variable else ():
            if binding.offset > call.offset and binding.scope.is_block_in(call.scope):
                yield from setters_of(binding)

    def _chain(self, node: Node) -> Iterator[tuple[Node, Node]]:
        step = self.method_on(node)
        for _ in range(MOST_STEPS):
            if step is None:
                return
            yield step
            step = self.method_on(step[1])

    def call_value(self, node: Node, level: int) -> Expr:
        """A call, or what it stands for."""
        return self.meaning.of(self.invocation(node, level))

    def field(self, node: Node, name: str, level: int) -> Expr:
        """A field of a node as an expression."""
        inner = node.child_by_field_name(name)
        return self.expr(inner, level) if inner is not None else self.opaque(node)

    def inner(self, node: Node, level: int) -> Expr:
        """The first named child as an expression: what brackets, `&` and `await` go around."""
        plain = self.plain_children(node)
        return self.expr(plain[0], level) if plain else self.opaque(node)

    def items(self, node: Node, level: int) -> Expr:
        """All named children as a list."""
        children = self.plain_children(node)
        return Items(tuple(self.expr(child, level) for child in children), self.line(node))

    def number(self, node: Node, level: int = 0) -> Expr:
        """A number without its type: `512u32`, `0.2f`."""
        text = self.text(node)
        plain = text if text[:2].lower() == "0x" else _SUFFIX.sub("", text)
        digits = plain.lstrip("-+ ").replace("_", "").replace(".", "")
        return Number(plain, self.line(node)) if digits[:1].isdigit() else self.opaque(node)

    def flag(self, node: Node, level: int = 0) -> Expr:
        """True or false."""
        return Flag(self.text(node) == "true", self.line(node))

    def null(self, node: Node, level: int = 0) -> Expr:
        """Nothing."""
        return Null(self.line(node))

    def this(self, node: Node, level: int = 0) -> Expr:
        """The object itself."""
        return Name("self", self.line(node))

    def binary(self, node: Node, level: int) -> Expr:
        """`a + b` of strings, `a ?? b`."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else self._between(left)
        if left is None or right is None or sign not in ("+", "??", "?:"):
            return self.opaque(node)
        both = (self.expr(left, level), self.expr(right, level))
        if sign == "+":
            return join(both, self.line(node))
        return Choice(both, self.line(node), True)

    def _between(self, left: Node | None) -> str:
        following = left.next_sibling if left is not None else None
        return following.type if following is not None else ""

    def conditional(self, node: Node, level: int) -> Expr:
        """`c ? a : b`; `x != null ? x : d` is x, else d."""
        names = ("consequence", "alternative")
        options = tuple(self.field(node, name, level) for name in names)
        condition = node.child_by_field_name("condition")
        tested = condition is not None and re.search(
            r"null|[eE]mpty|[bB]lank", self.text(condition)
        )
        return Choice(options, self.line(node), bool(tested))

    def plain_children(self, node: Node | None) -> list[Node]:
        """Named children without comments."""
        children = node.named_children if node is not None else []
        return [child for child in children if child.type not in self.comments]

    def type_text(self, node: Node | None) -> str | None:
        """A declared type's name, without generics, references and what only holds it."""
        return plain_type(self.text(node)) if node is not None else None

    # Places.

    def result_of(self, call: Node) -> Result:
        """Through `await` and brackets to the variable that takes the result."""
        node, awaited = call, False
        while (outer := self.passed_to(node)) is not None:
            awaited = awaited or outer.type in self.awaits_are
            node = outer
        outer = node.parent
        if outer is None:
            return Result(awaited)
        return Result(awaited, self.taker(outer, node), self.loops_over(outer, node))

    def passed_to(self, node: Node) -> Node | None:
        """The node around this one that has the same value."""
        outer = node.parent
        known = self.passing | self.awaits_are | self.transparent
        return outer if outer is not None and outer.type in known else None

    def loops_over(self, outer: Node, node: Node) -> bool:
        """Whether the outer node loops over this one."""
        return False

    def is_statement(self, call: Node) -> bool:
        """An expression statement, awaited or not."""
        node = call
        while (outer := self.passed_to(node)) is not None:
            node = outer
        outer = node.parent
        return outer is not None and outer.type in ("expression_statement", "lambda_expression")

    def returned(self, function: Node) -> Iterator[Node]:
        """Values of `return`, or the body that is one expression."""
        body = function.child_by_field_name("body")
        waiting = [body] if body is not None else []
        while waiting:
            node = waiting.pop()
            if node.type in self.returns_are:
                yield from self.plain_children(node)[:1]
            elif node.type not in self.functions_are | self.classes_are:
                waiting.extend(reversed(node.named_children))


def plain_type(text: str) -> str:
    """`Client` of `Arc<Client<OpenAIConfig>>`, `*Client`, `Client?` or `dyn Client`."""
    for _ in range(_MOST_HOLDERS):
        text = _DECORATION.sub("", text[:_LONGEST_TYPE].strip())
        held = _HOLDERS.match(text.rstrip("?!"))
        if held is None:
            break
        text = held[1]
    return text.partition("<")[0].rstrip("?![] ").replace("::", ".").strip()
