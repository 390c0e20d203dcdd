"""The files of a scan as one program: what imports lead to, who calls a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import cast

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import Imported, Module
from migrate_check.inventory.packages import SHARING, declaring, neighbours
from migrate_check.inventory.readers.registry import read
from migrate_check.inventory.recent import RecentModules
from migrate_check.inventory.source_file import CELL_MARK, SourceFile, SourceTree

MOST_KEPT = 250_000
"""Bytes of files whose syntax trees are kept."""
MOST_BYTES = 400_000
"""Files that are read only because another imports them may be this large."""

Suffixes = Callable[[str, Imported], Iterable[tuple[str, str | None]]]
"""Importing file and import → endings of paths that may be meant, with the name inside each."""

_FOLDER = "migrate_check.inventory.import_paths"
IMPORT_PATHS: Mapping[Language, str] = {
    Language.PYTHON: "python",
    Language.JAVASCRIPT: "javascript",
    Language.TYPESCRIPT: "javascript",
    Language.PHP: "php",
    Language.RUBY: "ruby",
    Language.JAVA: "jvm",
    Language.KOTLIN: "jvm",
    Language.RUST: "rust",
}
"""Language → file under `import_paths/` with a function `suffixes` as above."""


class Project:
    """Modules by path; those that were not handed in are read when something leads to them."""

    def __init__(self, sources: Iterable[SourceFile], tree: SourceTree | None = None) -> None:
        self._sources = {source.path: source for source in sources}
        self._tree = tree
        self._modules = RecentModules(MOST_KEPT)
        self._unreadable: set[str] = set()
        self._ends: dict[str, list[str]] | None = None
        self._followed: dict[tuple[str, Imported], tuple[str, str | None] | None] = {}
        self._cells: dict[str, list[str]] = {}
        self._declared: dict[tuple[str, str], tuple[str, ...]] = {}
        self._folder: tuple[str | None, list[tuple[str, bytes]]] = (None, [])
        for path in self._sources:
            if CELL_MARK in path:
                self._cells.setdefault(path.partition(CELL_MARK)[0], []).append(path)

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The files handed in."""
        return tuple(self._sources.values())

    def source(self, path: str) -> SourceFile | None:
        """The file, of those handed in or else of the tree."""
        found = self._sources.get(path)
        if found is None and self._tree is not None:
            found = self._tree.read(path)
        return found

    def module(self, path: str) -> Module | None:
        """The parsed file; None where it cannot be read."""
        known = self._modules.get(path)
        if known is not None or path in self._unreadable:
            return known
        found = self.source(path)
        handed_in = path in self._sources
        usable = found is not None and (handed_in or len(found.data) <= MOST_BYTES)
        module = read(found) if found is not None and usable else None
        if module is None or found is None:
            self._unreadable.add(path)
            return None
        self._modules.put(path, module, len(found.data))
        return module

    def beside(self, module: Module) -> Iterator[Module]:
        """Where else a name may come from: a notebook's other cells, the nearest before first;
        modules of the tree that the file imports with `*`."""
        yield from self.cells(module)
        named = {what.module for what in module.imports.values()}
        for namespace in module.namespaces - named:
            target = self.follow(module, Imported(namespace))
            if target is not None:
                yield target[0]

    def package(self, module: Module, name: str) -> Iterator[Module]:
        """Other files of the module's package that seem to declare a name."""
        key = (module.path.rpartition("/")[0], name)
        if module.language not in SHARING:
            return
        if key not in self._declared:
            files = self._neighbours(key[0], module)
            self._declared[key] = tuple(declaring(name, files))
        for path in self._declared[key]:
            found = self.module(path) if path != module.path else None
            if found is not None:
                yield found

    def _neighbours(self, folder: str, module: Module) -> list[tuple[str, bytes]]:
        """Files of a package, read once; of the last package only, as scans go by folder."""
        if self._folder[0] != folder:
            paths = (module.path, *neighbours(module.path, module.language, self.paths()))
            sources = ((path, self.source(path)) for path in paths)
            files = [
                (path, source.data)
                for path, source in sources
                if source is not None and len(source.data) <= MOST_BYTES
            ]
            self._folder = (folder, files)
        return self._folder[1]

    def cells(self, module: Module) -> Iterator[Module]:
        """The other cells of its notebook, those before it first and backwards."""
        file, mark, _ = module.path.partition(CELL_MARK)
        cells = self._cells.get(file, []) if mark else []
        here = cells.index(module.path) if module.path in cells else 0
        for path in [*reversed(cells[:here]), *cells[here + 1 :]]:
            cell = self.module(path)
            if cell is not None and cell.language is module.language:
                yield cell

    def conftests(self, module: Module) -> Iterator[Module]:
        """`conftest.py` of its folder and of those around."""
        folder = module.path.rpartition("/")[0]
        while True:
            path = f"{folder}/conftest.py".lstrip("/")
            if path in self._by_ending(path):
                found = self.module(path)
                if found is not None and found is not module:
                    yield found
            if not folder:
                return
            folder = folder.rpartition("/")[0]

    def follow(self, module: Module, imported: Imported) -> tuple[Module, str | None] | None:
        """The module of the tree that an import leads to, and the name in it."""
        key = (module.path, imported)
        if key not in self._followed:
            self._followed[key] = self._follow(module, imported)
        target = self._followed[key]
        found = self.module(target[0]) if target is not None else None
        return (found, target[1]) if found is not None and target is not None else None

    def _follow(self, module: Module, imported: Imported) -> tuple[str, str | None] | None:
        for ending, name in self._suffixes(module, imported):
            for path in nearest(self._by_ending(ending), module.path):
                usable = path != module.path and self._is_root(path[: -len(ending)], ending)
                found = self.module(path) if usable else None
                if found is not None:
                    return path, name
        return None

    def _is_root(self, folder: str, ending: str) -> bool:
        """Whether imports may begin at a folder: not inside of a Python package."""
        if not folder or not ending.endswith(".py"):
            return True
        return f"{folder}__init__.py" not in self._by_ending(f"{folder}__init__.py")

    def submodule(self, package: Module, name: str) -> Module | None:
        """`app.settings` of the package `app`."""
        folder, _, file = package.path.rpartition("/")
        if file != "__init__.py":
            return None
        for path in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
            if path in self._by_ending(path):
                return self.module(path)
        return None

    def _suffixes(self, module: Module, imported: Imported) -> Iterable[tuple[str, str | None]]:
        file = IMPORT_PATHS.get(module.language)
        if file is None:
            return ()
        suffixes = cast(Suffixes, import_module(f"{_FOLDER}.{file}").suffixes)
        return suffixes(module.path.partition(CELL_MARK)[0], imported)

    def paths(self) -> Iterable[str]:
        """All files of code."""
        listed = list(self._tree.paths()) if self._tree is not None else []
        return dict.fromkeys([*self._sources, *listed])

    def _by_ending(self, ending: str) -> list[str]:
        """Paths that are this or end with it, found by their last part."""
        if self._ends is None:
            self._ends = {}
            for path in self.paths():
                self._ends.setdefault(path.rpartition("/")[2], []).append(path)
        same = self._ends.get(ending.rpartition("/")[2], [])
        return [path for path in same if path == ending or path.endswith(f"/{ending}")]


def nearest(paths: Iterable[str], to: str) -> list[str]:
    """Paths in order of how much of their beginning they share with another."""
    parts = to.split("/")

    def shared(path: str) -> int:
        count = 0
        for ours, theirs in zip(path.split("/"), parts, strict=False):
            if ours != theirs:
                break
            count += 1
        return count

    return sorted(paths, key=lambda path: (-shared(path), path))
