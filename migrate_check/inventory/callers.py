"""Who calls a function, in all files of the scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrate_check.inventory.neutral import Call, Member, Module, Scope, ScopeKind
from migrate_check.inventory.project import Project
from migrate_check.inventory.resolver.arguments import initialiser
from migrate_check.inventory.resolver.place import End, Place
from migrate_check.inventory.resolver.trace import Tracer

MOST_CALLERS = 200
MOST_FILES = 200
_FAMILIES = (
    frozenset({"js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"}),
    frozenset({"java", "kt", "kts"}),
)


@dataclass(frozen=True, slots=True)
class FoundCall:
    """One call of a function."""

    call: Call
    place: Place


@dataclass(frozen=True, slots=True)
class FoundCalls:
    """The calls of a function."""

    calls: tuple[FoundCall, ...]
    complete: bool
    """False: calls of that name on objects that are not seen may be further ones."""


class Callers:
    """Finds calls of functions of the tree; `prepare` looks through the files once for all."""

    def __init__(self, project: Project, tracer: Tracer) -> None:
        self._project = project
        self._tracer = tracer
        self._paths: dict[str, list[str]] = {}
        self._calls: dict[str, list[tuple[FoundCall, tuple[End, ...]]]] = {}

    def prepare(self, functions: Iterable[tuple[Scope, Module]]) -> None:
        """Note the files in which the names of these functions stand."""
        wanted: dict[bytes, frozenset[str]] = {}
        for function, home in functions:
            name = called_name(function).encode()
            wanted[name] = wanted.get(name, frozenset()) | extensions(home.path)
        wanted.pop(b"", None)
        every = frozenset().union(*wanted.values()) if wanted else frozenset()
        for path in self._project.paths() if wanted else ():
            kind = extension(path)
            if kind not in every:
                continue
            source = self._project.source(path)
            for name, kinds in wanted.items() if source is not None else ():
                if source is not None and kind in kinds and name in source.data:
                    self._paths.setdefault(name.decode(), []).append(path)

    def of(self, function: Scope, home: Module) -> FoundCalls:
        """Its calls, in order of path and line."""
        name = called_name(function)
        found: list[FoundCall] = []
        unsure = len(self._paths.get(name, ())) > MOST_FILES
        for call, ends in self._named(name):
            is_of = _is_of(function, home, ends, call.place.module)
            if is_of and len(found) < MOST_CALLERS:
                found.append(call)
            unsure = unsure or is_of is None
        return FoundCalls(tuple(found), not unsure)

    def _named(self, name: str) -> list[tuple[FoundCall, tuple[End, ...]]]:
        """All calls of that name, with what is called."""
        if name not in self._calls:
            self._calls[name] = list(self._look_up(name))
        return self._calls[name]

    def _look_up(self, name: str) -> Iterator[tuple[FoundCall, tuple[End, ...]]]:
        for path in sorted(self._paths.get(name, ()))[:MOST_FILES]:
            module = self._project.module(path)
            for call in module.calls(frozenset({name})) if module is not None else ():
                self._tracer.begin()
                place = Place(call.module, call.scope, call.offset)
                yield FoundCall(call, place), self._tracer.ends(call.expr.callee, place)


def _is_of(function: Scope, home: Module, ends: tuple[End, ...], here: Module) -> bool | None:
    """Whether what is called is the function; None: it may be."""
    wanted = function.parent if initialiser(function) else function
    if any(end.definition is wanted for end in ends):
        return True
    unseen = [end for end in ends if isinstance(end.expr, Member) and not _known(end)]
    owner = function.parent
    if not unseen or owner is None or owner.kind is not ScopeKind.CLASS:
        return False
    near = here is home or owner.name in here.imports
    return True if near and not initialiser(function) else None


def _known(end: End) -> bool:
    """Whether it is something in particular, so not the function."""
    return bool(end.external or end.definition or end.type_name or end.module)


def called_name(function: Scope) -> str:
    """The name by which it is called: of an initialiser, its class's."""
    if initialiser(function) and function.parent is not None:
        return function.parent.name
    return function.name


def extension(path: str) -> str:
    """`py` of a path, notebooks' cells included."""
    file = path.partition("#")[0]
    return "py" if file.endswith(".ipynb") and "#" in path else file.rpartition(".")[2]


def extensions(path: str) -> frozenset[str]:
    """Extensions of files that may call what this file defines."""
    own = extension(path)
    return next((family for family in _FAMILIES if own in family), frozenset({own}))
