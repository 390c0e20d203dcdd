"""Imports of Rust within the crate: a module is a file, or `mod.rs` in a folder."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """Endings of paths, with the name to look up in that file (None: the file itself)."""
    first, *rest = imported.module.split(".")
    if first not in ("crate", "self", "super"):
        return
    parts = [part for part in rest if part not in ("self", "super")]
    if imported.name is not None:
        yield from _files([*parts, imported.name], None)
    yield from _files(parts, imported.name)
    if not parts and imported.name is not None:
        yield "src/lib.rs", imported.name
        yield "src/main.rs", imported.name


def _files(parts: list[str], name: str | None) -> Iterator[tuple[str, str | None]]:
    path = "/".join(parts)
    if path:
        yield f"{path}.rs", name
        yield f"{path}/mod.rs", name
