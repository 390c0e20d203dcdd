"""What calls of LLMs look like, one table per SDK and language.

A table is loaded when a file of its language is met: all of them take longer than most scans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from migrate_check.domain.call_site import Language
from migrate_check.inventory.signature import SignatureTable

_PYTHON = ("openai", "anthropic", "google", "mistral", "bedrock", "litellm", "langchain", "http")
_JAVASCRIPT = ("openai", "anthropic", "google", "mistral", "bedrock", "langchain", "http")
_SCRIPTS = (*(f"{name}_javascript" for name in _JAVASCRIPT), "ai_sdk")
FILES: Mapping[Language, tuple[str, ...]] = {
    Language.PYTHON: tuple(f"{name}_python" for name in _PYTHON),
    Language.JAVASCRIPT: _SCRIPTS,
    Language.TYPESCRIPT: _SCRIPTS,
    Language.GO: ("go",),
    Language.JAVA: ("java", "jvm_frameworks"),
    Language.KOTLIN: ("kotlin", "java", "jvm_frameworks"),
    Language.CSHARP: ("csharp",),
    Language.RUST: ("rust",),
    Language.RUBY: ("ruby",),
    Language.PHP: ("php",),
}
"""Language → files of this folder; each exports its table as `TABLE`."""


def tables_of(languages: Iterable[Language]) -> tuple[SignatureTable, ...]:
    """The tables of these languages, each once."""
    wanted = sorted(set(languages), key=list(Language).index)
    names = dict.fromkeys(name for language in wanted for name in FILES.get(language, ()))
    return tuple(import_module(f"{__name__}.{name}").TABLE for name in names)
