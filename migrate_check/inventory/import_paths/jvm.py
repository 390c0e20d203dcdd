"""Imports of Java and Kotlin: a class lies in the file of its name."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported

ELSEWHERE = (
    *("java.", "javax.", "jakarta.", "kotlin.", "kotlinx.", "android.", "androidx.", "scala."),
    *(
        "com.openai.",
        "com.anthropic.",
        "com.google.",
        "com.aallam.",
        "com.theokanning.",
        "io.ktor.",
    ),
    *("dev.langchain4j.", "org.springframework.", "org.apache.", "okhttp3", "org.junit.", "lombok"),
    *(
        "software.amazon.",
        "com.azure.",
        "com.fasterxml.",
        "org.slf4j.",
        "reactor.",
        "io.micrometer.",
    ),
)
"""Packages that are never files of the tree."""


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """Endings of paths, with the name to look up in that file."""
    if imported.name is None or f"{imported.module}.".startswith(ELSEWHERE):
        return
    path = f"{imported.module.replace('.', '/')}/{imported.name}"
    yield f"{path}.java", imported.name
    yield f"{path}.kt", imported.name
