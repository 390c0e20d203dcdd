"""Names that files of one package share without an import, as in Go, Java, Kotlin and C#."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrate_check.domain.call_site import Language

SHARING = frozenset({Language.GO, Language.JAVA, Language.KOTLIN, Language.CSHARP})
"""Languages in which the files of a folder are one package."""
MOST_FILES = 80
"""Files of a folder that are looked at; a larger one is generated or no package."""
_ENDINGS = {
    Language.GO: (".go",),
    Language.JAVA: (".java", ".kt"),
    Language.KOTLIN: (".kt", ".java"),
    Language.CSHARP: (".cs",),
}
_WORDS = rb"class|interface|record|enum|object|struct|type|func|fun|var|val|const|string|partial"


def neighbours(path: str, language: Language, paths: Iterable[str]) -> tuple[str, ...]:
    """The other files of the package that a file is in."""
    folder, mark, _ = path.rpartition("/")
    before = f"{folder}{mark}"
    endings = _ENDINGS.get(language, ())
    found = (
        other
        for other in paths
        if other.startswith(before) and other.endswith(endings) and other != path
    )
    same = [other for other in found if "/" not in other[len(before) :]]
    return tuple(same) if len(same) <= MOST_FILES else ()


def declaring(name: str, files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Paths of the files that seem to declare a name, by their bytes alone."""
    written = name.encode()
    declared = re.compile(
        rb"\b(?:%s)\s+(?:\([^)\n]{0,80}\)\s*)?%s\b|^\s+%s\s+(?:\w+\s+)?="
        % (_WORDS, *(re.escape(written),) * 2),
        re.MULTILINE,
    )
    for path, data in files:
        if written in data and declared.search(data):
            yield path
