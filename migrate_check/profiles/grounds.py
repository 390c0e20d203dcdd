"""How the claims of a file are known: marks and sources, with what the entries around them say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from migrate_check.documents.closest import closest
from migrate_check.documents.document import Document, KeyPath
from migrate_check.domain.profile import Basis, Mark

Entry: TypeAlias = Mapping[str, Any]
"""A mapping of a file that the grammar has accepted."""

_SELF_STANDING = (Mark.INFERRED, Mark.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The mark and source that hold where a claim names none."""

    document: Document
    sources: Mapping[str, str]
    """Short name → URL or description."""
    mark: Mark = Mark.INFERRED
    src: tuple[str, ...] = ()

    def within(self, entry: Entry) -> Grounds:
        """The grounds of what stands inside the entry."""
        mark = Mark(entry["mark"]) if entry.get("mark") else self.mark
        src = texts(entry["src"]) if entry.get("src") else self.src
        return Grounds(self.document, self.sources, mark, src)

    def basis(self, entry: Entry, path: KeyPath) -> Basis:
        """How the entry's claim is known. Raises the document's error where a source is missing."""
        own = self.within(entry)
        if own.mark in _SELF_STANDING and not entry.get("src"):
            return Basis(own.mark, None, entry.get("note"))
        if own.mark not in _SELF_STANDING and not own.src:
            message = f"mark {own.mark.value} needs src, a name from `sources`"
            raise self.document.fail(path, message)
        return Basis(own.mark, self._named(own.src, path), entry.get("note"))

    def _named(self, src: tuple[str, ...], path: KeyPath) -> str:
        for name in src:
            if name not in self.sources:
                known = closest(name, self.sources) if self.sources else "`sources` is empty"
                message = f"unknown source {name!r}; {known}"
                raise self.document.fail((*path, "src"), message)
        return "; ".join(self.sources[name] for name in src)


def texts(value: str | list[str]) -> tuple[str, ...]:
    """One text or several."""
    return (value,) if isinstance(value, str) else tuple(value)
