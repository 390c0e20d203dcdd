"""Scenario files on disk: the shipped packs and the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from migrate_check.documents.closest import closest
from migrate_check.domain.errors import ScenarioError
from migrate_check.domain.scenario import Case, Route
from migrate_check.plan.parse_scenario import parse_scenario

_FIRST = ("minimal", "streaming", "tools", "errors")
"""Order within a route: what fails in the smallest request explains the rest."""

_ON_REQUEST = frozenset({"rate-limit"})
"""Packs that are sent only when they are named: they need a key or a model of their own."""


def pack_folder() -> Path:
    """Where the shipped packs are: package data of the wheel, or `scenarios/` of a checkout."""
    package = Path(str(files("migrate_check")))
    installed = package / "scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def pack_names() -> tuple[str, ...]:
    """Names of all shipped packs, such as `openai-chat/tools`, in the order they are sent."""
    folder = pack_folder()
    paths = (file.relative_to(folder).with_suffix("") for file in folder.rglob("*.yaml"))
    return tuple(sorted((path.as_posix() for path in paths), key=_rank))


def _rank(name: str) -> tuple[int, int, str]:
    route, _, pack = name.partition("/")
    routes = [known.value for known in Route]
    return (
        routes.index(route) if route in routes else len(routes),
        _FIRST.index(pack) if pack in _FIRST else len(_FIRST),
        name,
    )


def load_scenarios(selection: Sequence[str], routes: Collection[Route]) -> tuple[Case, ...]:
    """The cases of the selected files, each file once, in the order of selection.

    An entry is a pack (`openai-chat/tools`), a route (`openai-chat`), the last part of pack names
    (`tools`: that pack of each of `routes`), or a path of a file or folder. Nothing selected means
    every shipped pack of `routes`, but for those that must be named. Raises ScenarioError.
    """
    chosen: dict[Path, str] = {}
    for entry in selection or [route.value for route in Route if route in routes]:
        for path, shown in _files(entry, routes):
            chosen.setdefault(path.resolve(), shown)
    named: dict[str, str] = {}
    cases: list[Case] = []
    for path, shown in chosen.items():
        parsed = parse_scenario(_read(path, shown), shown)
        name = parsed[0].scenario
        if name in named:
            raise ScenarioError(
                f"{shown}: {named[name]} is also scenario '{name}'; rename one of the files"
            )
        named[name] = shown
        cases += parsed
    return tuple(cases)


def looks_like_path(entry: str) -> bool:
    """A scenario is named by path when it ends in .yaml or .yml or starts with `.` or `/`."""
    return entry.endswith((".yaml", ".yml")) or entry.startswith((".", "/", "~"))


def _files(entry: str, routes: Collection[Route]) -> Iterator[tuple[Path, str]]:
    """Files of one selected entry, with the names that messages show."""
    if looks_like_path(entry):
        yield from _user_files(Path(entry), entry)
        return
    names = _packs_named(entry.strip("/"), routes)
    if names:
        folder = pack_folder()
        for name in names:
            yield folder / f"{name}.yaml", f"scenarios/{name}.yaml"
    elif Path(entry).exists():
        yield from _user_files(Path(entry), entry)
    else:
        known = {*pack_names(), *(name.partition("/")[2] for name in pack_names()), *Route}
        raise ScenarioError(
            f"scenario '{entry}': no such pack or path; {closest(entry, [str(k) for k in known])}"
        )


def _packs_named(entry: str, routes: Collection[Route]) -> list[str]:
    packs = pack_names()
    return [
        name
        for name in packs
        if entry == name
        or (entry == name.partition("/")[0] and name.partition("/")[2] not in _ON_REQUEST)
        or (entry == name.partition("/")[2] and name.partition("/")[0] in routes)
    ]


def _user_files(path: Path, entry: str) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
        if not found:
            raise ScenarioError(f"{entry}: the folder holds no .yaml file")
        yield from ((file, str(file)) for file in found)
    else:
        yield path, str(path)


def _read(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError(f"{shown}: no such file") from None
    except OSError as problem:
        raise ScenarioError(f"{shown}: cannot be read: {problem.strerror}") from None
