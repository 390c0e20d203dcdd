"""What the scan finds in a few lines of TypeScript."""

from __future__ import annotations

from textwrap import dedent

from migrate_check.domain.call_site import CallSite, Language
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import SourceFile


def sites(source: str, **others: str) -> list[CallSite]:
    """Sites of `app.ts`; `others`: further files of the tree, `lib__ask` is `lib/ask.ts`."""
    files = {"app.ts": source, **{f"{k.replace('__', '/')}.ts": v for k, v in others.items()}}
    return find_sites(
        [
            SourceFile(path, Language.TYPESCRIPT, dedent(text).encode())
            for path, text in files.items()
        ],
        {},
    )


def site(source: str, **others: str) -> CallSite:
    """The only one."""
    (only,) = sites(source, **others)
    return only


def names(one: CallSite) -> set[str]:
    """Wire names of its fields."""
    return {field.name for field in one.fields}
