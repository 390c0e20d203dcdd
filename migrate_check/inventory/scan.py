"""One scan: files in, call sites and settings out. Nothing is run, imported or sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from migrate_check.domain.call_site import CallSite, Inventory, Language, Skipped
from migrate_check.domain.errors import UsageError
from migrate_check.inventory.collected import Collected, Collector
from migrate_check.inventory.intake import take_files
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.loose_addresses import loose_addresses
from migrate_check.inventory.owners import Owners, read_owners
from migrate_check.inventory.shell.sites import shell_sites
from migrate_check.inventory.source_file import CELL_MARK, EnvValue, SourceFile, SourceTree
from migrate_check.inventory.tree import Tree
from migrate_check.inventory.walk import Found, shown, walk_of

Finder: TypeAlias = Callable[
    [Iterable[SourceFile], Mapping[str, EnvValue], SourceTree], Iterable[CallSite]
]


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan."""

    paths: tuple[Path, ...]
    """Folders, and files that are read whatever their names, sizes and places are."""
    exclude: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, relative to each folder."""
    changed: str | None = None
    """Report only files that git calls changed since this revision, and untracked ones."""
    owners: Path | None = None
    """Owners file; None: the repository's CODEOWNERS, where there is one."""
    max_bytes: int = 2_000_000
    """Larger files are skipped."""
    jobs: int = 1
    """Processes that read files; the result is the same whatever it is."""


def scan(request: ScanRequest, find_sites: Finder | None = None) -> Inventory:
    """Scans the paths. Raises UsageError: no such path, or git cannot answer `changed`."""
    base = base_of(request.paths)
    wanted = _changed_paths(request.changed, base)
    tree = Tree(base, request.max_bytes)
    collector = Collector(wanted)
    files: list[Found] = []
    skipped: list[Skipped] = []
    seen = 0
    for path in request.paths:
        walk = walk_of(path, base, request.exclude)
        for found in walk:
            tree.add(found)
            files.append(found)
        skipped += walk.skipped
        seen += walk.seen
    for taken in take_files(filter(collector.wants, files), request.max_bytes, request.jobs):
        collector.take(taken)
    collected = collector.collected()
    sites, lost = _guarded(find_sites, collected, tree)
    owners = read_owners(request.owners, base)
    settings = [
        replace(one, ignored=collected.comments_at(one.path, one.line))
        for one in (*collected.settings, *loose_addresses(collected.sources, sites))
    ]
    return Inventory(
        roots=tuple(shown(str(path)) for path in request.paths),
        sites=tuple(_finished(sites, collected, owners)),
        settings=tuple(sorted(settings, key=lambda s: (s.path, s.line, s.name))),
        files_seen=seen,
        files_parsed=collected.files_parsed,
        skipped=tuple(sorted({*skipped, *collected.skipped, *lost}, key=lambda s: s.path)),
        changed_since=request.changed,
    )


def base_of(paths: tuple[Path, ...]) -> Path:
    """The folder that all paths of the inventory are relative to: the one folder that is given,
    else the nearest that holds all. Raises UsageError where a path does not exist."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{shown(str(path))}: no such file or folder")
    folders = [
        os.path.realpath(path if path.is_dir() else path.absolute().parent) for path in paths
    ]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def _changed_paths(changed: str | None, base: Path) -> frozenset[str] | None:
    if changed is None:
        return None
    from migrate_check.inventory.git_changes import changed_files

    files = changed_files(base, changed)
    return frozenset(shown(Path(os.path.relpath(file, base)).as_posix()) for file in files)


def _engine() -> Finder:
    from migrate_check.inventory.engine import find_sites

    return find_sites


def _nothing(*_: object) -> list[CallSite]:
    return []


def _guarded(
    given: Finder | None, collected: Collected, tree: Tree
) -> tuple[list[CallSite], list[Skipped]]:
    """The sites of all files; a file that makes a reader fail loses only its own.

    The failure is told with its type, so that it is seen and not taken for a clean file.
    """
    sites: list[CallSite] = []
    lost: list[Skipped] = []
    # A tree without code of interest need not load what knows all SDKs.
    find = given or (_engine() if collected.sources else _nothing)
    try:
        sites += find(collected.sources, collected.environment, tree)
    except Exception:
        for file, pieces in _by_file(collected.sources):
            try:
                sites += find(pieces, collected.environment, tree)
            except Exception as error:
                lost.append(Skipped(file, f"could not be analysed: {type(error).__name__}"))
    for file, pieces in _by_file(collected.scripts):
        try:
            sites += shell_sites(pieces, collected.environment, tree)
        except Exception as error:
            lost.append(Skipped(file, f"could not be analysed: {type(error).__name__}"))
    return sites + list(collected.requests), lost


def _by_file(pieces: Iterable[SourceFile]) -> list[tuple[str, list[SourceFile]]]:
    files: dict[str, list[SourceFile]] = {}
    for piece in pieces:
        files.setdefault(piece.file, []).append(piece)
    return list(files.items())


def _finished(sites: Iterable[CallSite], collected: Collected, owners: Owners) -> list[CallSite]:
    """With what only the path and the comments say; each site once, in order."""
    finished = {
        (site.path, site.line, site.call, site.route): replace(
            site,
            language=Language.NOTEBOOK if CELL_MARK in site.path else site.language,
            owner=owners.of(site.path),
            in_test=is_test(site.path),
            ignored={**collected.comments_at(site.path, site.line), **site.ignored},
        )
        for site in sites
    }
    return [finished[key] for key in sorted(finished, key=_position)]


def _position(key: tuple[str, int, str, str]) -> tuple[str, int, int, str, str]:
    """Cells in order of their numbers."""
    file, _, cell = key[0].partition(CELL_MARK)
    return (file, int(cell or 0), *key[1:])
