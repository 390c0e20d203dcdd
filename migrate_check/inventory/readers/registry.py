"""Which reader speaks which language; a grammar is loaded when its language is first met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import cast

from migrate_check.domain.call_site import Language
from migrate_check.inventory.neutral import Module
from migrate_check.inventory.source_file import SourceFile

_FOLDER = "migrate_check.inventory.readers"
READERS: Mapping[Language, tuple[str, str]] = {
    Language.PYTHON: ("python", "PythonModule"),
    Language.JAVASCRIPT: ("javascript", "JavaScriptModule"),
    Language.TYPESCRIPT: ("typescript", "TypeScriptModule"),
    Language.RUBY: ("ruby", "RubyModule"),
    Language.PHP: ("php", "PhpModule"),
    Language.GO: ("go", "GoModule"),
    Language.JAVA: ("java", "JavaModule"),
    Language.KOTLIN: ("kotlin", "KotlinModule"),
    Language.CSHARP: ("csharp", "CsharpModule"),
    Language.RUST: ("rust", "RustModule"),
}
"""Language → file and class under `readers/`. The class is called with path, bytes, first line."""

Reader = Callable[[str, bytes, int], Module]


def read(source: SourceFile) -> Module | None:
    """The file as a module; None where no reader speaks its language."""
    reader = _reader(source.language)
    return reader(source.path, source.data, source.first_line) if reader else None


@cache
def _reader(language: Language) -> Reader | None:
    if language not in READERS:
        return None
    module, name = READERS[language]
    return cast(Reader, getattr(import_module(f"{_FOLDER}.{module}"), name))
