"""Who calls a function, in all files of the scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrate_check.inventory.neutral import Call, Expr, Member, Module, Scope, ScopeKind
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


class Callers:
    """Finds calls of functions of the tree; `prepare` looks through the files once for all."""

    def __init__(self, project: Project, tracer: Tracer) -> None:
        self._project = project
        self._tracer = tracer
        self._paths: dict[str, list[str]] = {}

    def prepare(self, functions: Iterable[tuple[Scope, Module]]) -> None:
        """Note the files in which the names of these functions stand."""
        names = {called_name(function): extensions(home.path) for function, home in functions}
        names.pop("", None)
        wanted = {name.encode(): kinds for name, kinds in names.items()}
        every = frozenset().union(*wanted.values()) if wanted else frozenset()
        for path in self._project.paths() if wanted else ():
            kind = extension(path)
            if kind not in every:
                continue
            source = self._project.source(path)
            for name, kinds in wanted.items() if source is not None else ():
                if source is not None and kind in kinds and name in source.data:
                    self._paths.setdefault(name.decode(), []).append(path)

    def of(self, function: Scope, home: Module) -> Iterator[FoundCall]:
        """Its calls, in order of path and line."""
        name = called_name(function)
        count = 0
        for path in sorted(self._paths.get(name, ()))[:MOST_FILES]:
            module = self._project.module(path)
            for call in module.calls(frozenset({name})) if module is not None else ():
                self._tracer.begin()
                place = Place(call.module, call.scope, call.offset)
                if self._is_of(function, home, call.expr.callee, place):
                    count += 1
                    yield FoundCall(call, place)
                if count >= MOST_CALLERS:
                    return

    def _is_of(self, function: Scope, home: Module, callee: Expr, place: Place) -> bool:
        wanted = function.parent if initialiser(function) else function
        ends = self._tracer.ends(callee, place)
        if any(end.definition is wanted for end in ends):
            return True
        return any(self._may_be(function, home, end, place) for end in ends)

    def _may_be(self, function: Scope, home: Module, end: End, place: Place) -> bool:
        """A method of something handed in, in a file that knows the class."""
        owner = function.parent
        if owner is None or owner.kind is not ScopeKind.CLASS or initialiser(function):
            return False
        known = end.external or end.definition or end.type_name or end.module
        if not isinstance(end.expr, Member) or known is not None:
            return False
        here = place.module
        return here is home or owner.name in here.imports


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
