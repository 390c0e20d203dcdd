"""A program in the few terms that the scan needs, the same for every language.

A reader translates only what is asked for: most of a file is never converted. Expressions are
trees of the classes below; whatever has no meaning here is `Opaque`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from migrate_check.domain.call_site import Language


@dataclass(frozen=True, slots=True)
class Text:
    """A string that is written out."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `0.2`, `1_000`."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    value: bool
    line: int


@dataclass(frozen=True, slots=True)
class Null:
    """None, null, nil, undefined."""

    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """Parts put together to one string: f-strings, template literals, `+` on strings."""

    parts: tuple[Expr, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, constant, class or function by its bare name. `self`, `this` and Ruby's `@x`
    are `Name("self")` and `Member(Name("self"), "x")`."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Member:
    """`of.name`; also `of::name`, `of->name`, `of?.name`."""

    of: Expr
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Index:
    """`of[key]`."""

    of: Expr
    key: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call."""

    name: str | None
    """Its keyword, where the language has keywords and one is written."""
    value: Expr
    spread: int = 0
    """1: `*args` or `...list`; 2: `**mapping`."""


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call, or the making of an object: `f(x)`, `new C(x)`, `f::<T>(x)`."""

    callee: Expr
    args: tuple[Argument, ...]
    line: int
    """Of the callee's last name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a `Record`."""

    key: Expr | None
    """A bare key (`{model: …}`) is `Text`; None: the value is spread into the record."""
    value: Expr


@dataclass(frozen=True, slots=True)
class Record:
    """Dicts, object literals, hashes, maps, struct literals and object initialisers."""

    entries: tuple[Entry, ...]
    line: int
    type_name: str | None = None
    """Of a struct literal: `openai.ChatCompletionNewParams`."""


@dataclass(frozen=True, slots=True)
class Items:
    """Lists, arrays, tuples, sets."""

    items: tuple[Expr, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values: conditional expressions, `or`, `||`, `??`, match arms.

    In order of likelihood: for `x or y` x, y; for `a if c else b` a, b.
    """

    options: tuple[Expr, ...]
    line: int
    fallback: bool = False
    """`or`-like: a later option counts only where the earlier is empty."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression that the scan does not follow; `text` is its source, shortened."""

    text: str
    line: int


Expr: TypeAlias = (
    Text
    | Number
    | Flag
    | Null
    | Template
    | Name
    | Member
    | Index
    | Invoke
    | Record
    | Items
    | Choice
    | Opaque
)


class ScopeKind(StrEnum):
    """What opens a scope."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a function."""

    name: str
    default: Expr | None = None
    type_name: str | None = None
    rest: int = 0
    """1: takes the remaining positional arguments; 2: the remaining keyword arguments."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """A module, class or function. Compared by identity; a reader makes each one once."""

    kind: ScopeKind
    name: str
    """Bare name; empty for a module and for nameless functions."""
    parent: Scope | None
    line: int
    end_line: int
    params: tuple[Param, ...] = ()
    is_async: bool = False
    decorators: tuple[str, ...] = ()
    """Dotted names of decorators or annotations."""
    bases: tuple[str, ...] = ()
    """Dotted names of a class's bases."""
    node: object = field(default=None, repr=False)
    """The reader's own handle."""

    @property
    def qualified(self) -> str:
        """`Client.ask`."""
        names: list[str] = []
        scope: Scope | None = self
        while scope is not None:
            names.append(scope.name)
            scope = scope.parent
        return ".".join(name for name in reversed(names) if name)

    def enclosing(self, kind: ScopeKind) -> Scope | None:
        """This scope or the nearest one around it of that kind."""
        scope: Scope | None = self
        while scope is not None and scope.kind is not kind:
            scope = scope.parent
        return scope

    def is_block_in(self, outer: Scope) -> bool:
        """Whether it is a nameless function within another: `x?.let { builder.topP(it) }`."""
        scope: Scope | None = self
        while scope is not None and scope is not outer:
            if scope.name or scope.kind is not ScopeKind.FUNCTION:
                return False
            scope = scope.parent
        return scope is outer


class BindingKind(StrEnum):
    """How a name gets (part of) its value."""

    SET = "set"
    """`name = value`, a declaration, `with value as name`, a field's initial value."""
    ITEM = "item"
    """`name[key] = value`."""
    MERGE = "merge"
    """`name.update(value)`, `Object.assign(name, value)`, `name |= value`."""
    APPEND = "append"
    """`name.append(value)`, `name.push(value)`, `name += [value]`."""
    EACH = "each"
    """`for name in value`: the name is one item of the value."""
    CALL = "call"
    """`name.key(value)` as a statement of its own: setters and builders; `key` is the method."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One place where a name gets a value."""

    name: str
    """`client`, `self.client`, `params.model`; a class's field is `self.field` in all languages
    where members are reached through self or this, explicitly or not."""
    kind: BindingKind
    value: Expr
    scope: Scope
    line: int
    offset: int
    """Position in the file, for what comes before what."""
    key: Expr | None = None
    conditional: bool = False
    """Inside an if, loop, try or match within its scope."""
    type_name: str | None = None
    """The declared type: `OpenAI`, `openai.ChatCompletionNewParams`."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a local name stands for."""

    module: str
    """`openai`, `./client`, `github.com/openai/openai-go`, `.settings`."""
    name: str | None = None
    """The name in that module; None: the local name is the module itself."""


@dataclass(frozen=True, slots=True)
class Read:
    """A member read off a variable: `reply.choices[0].message.content`."""

    path: str
    """After the variable, indexes as `[]`: `choices[].message.content`; string keys count as
    members."""
    scope: Scope
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be of interest; converted to an `Invoke` only when asked."""

    module: Module
    scope: Scope
    name: str
    """The callee's last name: `create`."""
    line: int
    """Of that name."""
    first_line: int
    last_line: int
    offset: int
    awaited: bool
    bound_to: str | None
    """Variable that takes the result, also by `with … as` and through `await`."""
    iterated: bool
    """The result is looped over at the place itself."""
    in_loop: bool
    """Inside a loop of its scope: a retry may repeat it."""
    node: object = field(repr=False)

    @property
    def expr(self) -> Invoke:
        """The call with its arguments."""
        return self.module.invoke(self)


class Module(Protocol):
    """One parsed file. Every answer is computed when first asked and kept."""

    @property
    def path(self) -> str:
        """Relative to the root, with `/`."""

    @property
    def language(self) -> Language:
        """What it is written in."""

    @property
    def top(self) -> Scope:
        """The module's own scope."""

    @property
    def imports(self) -> Mapping[str, Imported]:
        """Local name → what it stands for. `require` and dynamic imports count."""

    @property
    def namespaces(self) -> frozenset[str]:
        """All modules, packages or namespaces that it imports, by their full names, also those
        that bring no name of their own (`using OpenAI.Chat`, `require "openai"`)."""

    def calls(self, names: frozenset[str]) -> Iterator[Call]:
        """Calls whose callee's last name is one of these, in order of position."""

    def invoke(self, call: Call) -> Invoke:
        """The call as an expression."""

    def called(self, call: Call) -> Invoke | None:
        """The call of what this call gives back: `f(x)(y)` of `f(x)`; None: it is not called."""

    def read_at_once(self, call: Call) -> tuple[str, str | None]:
        """The member path that is read off the call's result at the place itself, as in `Read`,
        and the variable that takes what is read: `("choices[].message", "message")`."""

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """All places where the name, or a part of it by ITEM, MERGE, APPEND or CALL, gets a
        value, in order of position. `params` also yields bindings of `params.model`."""

    def functions(self, name: str) -> tuple[Scope, ...]:
        """Functions, methods and classes of that bare name."""

    def returns(self, function: Scope) -> tuple[Expr, ...]:
        """What the function gives back, one per return."""

    def fields(self, class_scope: Scope) -> tuple[Binding, ...]:
        """Fields that the class's body declares, with their initial values."""

    def apart(self, earlier: int, later: int) -> bool:
        """Whether what happens at the earlier offset never comes before the later one: they stand
        in different branches, or the earlier one's branch returns. Both in one function."""

    def reads(self, name: str) -> tuple[Read, ...]:
        """Longest member paths read off a variable of that name."""
