"""What a file is, by its name or by its first line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from migrate_check.domain.call_site import Language


class Form(StrEnum):
    """How a file's bytes become pieces of code."""

    CODE = "code"
    SETTINGS = "settings"
    """Entries, and often scripts in block texts."""
    NOTEBOOK = "notebook"
    MAKEFILE = "makefile"
    JENKINSFILE = "jenkinsfile"
    MARKUP = "markup"
    """Code stands in `<script>` elements."""
    REQUESTS = "requests"
    """One JSON document per line: input of batch jobs."""


@dataclass(frozen=True, slots=True)
class FileType:
    """Language and form of a file."""

    language: Language
    form: Form = Form.CODE


_CODE = {
    Language.PYTHON: ".py .pyw",
    Language.TYPESCRIPT: ".ts .tsx .mts .cts",
    Language.JAVASCRIPT: ".js .jsx .mjs .cjs",
    Language.GO: ".go",
    Language.JAVA: ".java",
    Language.KOTLIN: ".kt .kts",
    Language.RUBY: ".rb .rake .ru",
    Language.PHP: ".php .phtml",
    Language.CSHARP: ".cs .csx",
    Language.RUST: ".rs",
    Language.SHELL: ".sh .bash .zsh .ksh .bats",
}

SUFFIXES: dict[str, FileType] = {
    suffix: FileType(language)
    for language, suffixes in _CODE.items()
    for suffix in suffixes.split()
} | {
    ".ipynb": FileType(Language.NOTEBOOK, Form.NOTEBOOK),
    ".env": FileType(Language.ENV, Form.SETTINGS),
    ".envrc": FileType(Language.ENV, Form.SETTINGS),
    ".yml": FileType(Language.YAML, Form.SETTINGS),
    ".yaml": FileType(Language.YAML, Form.SETTINGS),
    ".json": FileType(Language.JSON, Form.SETTINGS),
    ".jsonc": FileType(Language.JSON, Form.SETTINGS),
    ".json5": FileType(Language.JSON, Form.SETTINGS),
    ".toml": FileType(Language.TOML, Form.SETTINGS),
    ".dockerfile": FileType(Language.DOCKERFILE, Form.SETTINGS),
    ".jsonl": FileType(Language.JSON, Form.REQUESTS),
    ".mk": FileType(Language.SHELL, Form.MAKEFILE),
    ".jenkinsfile": FileType(Language.SHELL, Form.JENKINSFILE),
    ".vue": FileType(Language.TYPESCRIPT, Form.MARKUP),
    ".svelte": FileType(Language.TYPESCRIPT, Form.MARKUP),
    ".astro": FileType(Language.TYPESCRIPT, Form.MARKUP),
    ".html": FileType(Language.JAVASCRIPT, Form.MARKUP),
    ".htm": FileType(Language.JAVASCRIPT, Form.MARKUP),
}
"""By the lower-case suffix."""

_NAMES: dict[str, FileType] = {
    "dockerfile": FileType(Language.DOCKERFILE, Form.SETTINGS),
    "containerfile": FileType(Language.DOCKERFILE, Form.SETTINGS),
    "makefile": FileType(Language.SHELL, Form.MAKEFILE),
    "gnumakefile": FileType(Language.SHELL, Form.MAKEFILE),
    "justfile": FileType(Language.SHELL, Form.MAKEFILE),
    "jenkinsfile": FileType(Language.SHELL, Form.JENKINSFILE),
    "procfile": FileType(Language.SHELL),
    ".bashrc": FileType(Language.SHELL),
    ".profile": FileType(Language.SHELL),
    ".zshrc": FileType(Language.SHELL),
    "rakefile": FileType(Language.RUBY),
    "gemfile": FileType(Language.RUBY),
}

_LOCKS = frozenset(
    {
        "bun.lock",
        "cargo.lock",
        "composer.lock",
        "deno.lock",
        "npm-shrinkwrap.json",
        "package-lock.json",
        "packages.lock.json",
        "pdm.lock",
        "pipfile.lock",
        "pnpm-lock.yaml",
        "poetry.lock",
        "uv.lock",
        "yarn.lock",
    }
)
_MINIFIED = (".min.js", ".min.mjs", ".min.cjs", ".bundle.js", ".d.ts", ".d.mts", ".d.cts")
"""Minified code, and declarations, in which nothing is called."""

_INTERPRETERS = (
    (re.compile(rb"\b(?:ba|z|k|da)?sh\b"), Language.SHELL),
    (re.compile(rb"\b(?:python|uv run|pypy)[\d.]*\b"), Language.PYTHON),
    (re.compile(rb"\bnode(?:js)?\b"), Language.JAVASCRIPT),
    (re.compile(rb"\b(?:tsx|ts-node|deno|bun)\b"), Language.TYPESCRIPT),
    (re.compile(rb"\bruby\b"), Language.RUBY),
    (re.compile(rb"\bphp\b"), Language.PHP),
    (re.compile(rb"\bkotlin\b"), Language.KOTLIN),
)


def type_by_name(name: str) -> FileType | None:
    """The type that a file's bare name says; None: none, or nothing that the scan reads."""
    dot = name.rfind(".")
    if dot > 0:
        found = SUFFIXES.get(name[dot:])
        if found is not None and found.form is Form.CODE:
            return None if name.endswith(_MINIFIED) else found
    return _type_by_odd_name(name.lower())


def _type_by_odd_name(name: str) -> FileType | None:
    if name in _LOCKS or name.endswith(_MINIFIED):
        return None
    dot = name.rfind(".")
    if name.startswith(".env") and (len(name) == 4 or name[4] in ".-_"):
        return SUFFIXES[".env"]
    found = _NAMES.get(name) or SUFFIXES.get(name[dot:] if dot >= 0 else "")
    if found is None and dot > 0:
        stem = name[: name.index(".")]
        found = _NAMES.get(stem) if stem in ("dockerfile", "containerfile", "jenkinsfile") else None
    return found


def may_be_script(name: str) -> bool:
    """Whether only the first line can tell what it is."""
    return "." not in name and name.lower() not in _NAMES


def type_by_shebang(first: bytes) -> FileType | None:
    """The type by the file's first line (`#!/usr/bin/env python3`); None: no script."""
    if not first.startswith(b"#!"):
        return None
    line = first.partition(b"\n")[0]
    for pattern, language in _INTERPRETERS:
        if pattern.search(line):
            return FileType(language)
    return None


_TEST_PLACE = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|specs?|e2e|fixtures?|testdata|mocks?|__mocks__|stubs?"
    r"|examples?|samples?|demos?|cookbooks?|tutorials?|docs?|benchmarks?|src/(?:test|it))/",
    re.IGNORECASE,
)
_TEST_NAME = re.compile(
    r"(?:^|/)(?:test_[^/]*|conftest|[^/]*(?:_test|_tests|_spec|\.test|\.spec|\.stories)|[^/]*"
    r"[a-z\d](?:Test|Tests|Spec|IT))\.[a-z]+$"
)


def is_test(path: str) -> bool:
    """Whether a file is a test or an example by its path (relative, with `/`)."""
    path = path.partition("#")[0]
    return bool(_TEST_PLACE.search(path) or _TEST_NAME.search(path))
