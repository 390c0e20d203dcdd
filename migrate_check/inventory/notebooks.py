"""Jupyter notebooks as pieces of code: one per cell, with the shell lines apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from migrate_check.domain.call_site import Language
from migrate_check.inventory.reading import NotRead
from migrate_check.inventory.source_file import CELL_MARK, SourceFile

_KERNELS = {
    "python": Language.PYTHON,
    "ipython": Language.PYTHON,
    "javascript": Language.JAVASCRIPT,
    "typescript": Language.TYPESCRIPT,
    "deno": Language.TYPESCRIPT,
    "go": Language.GO,
    "gonb": Language.GO,
    "java": Language.JAVA,
    "kotlin": Language.KOTLIN,
    "ruby": Language.RUBY,
    "php": Language.PHP,
    "c#": Language.CSHARP,
    ".net-csharp": Language.CSHARP,
    "rust": Language.RUST,
    "bash": Language.SHELL,
}

_CELL_MAGICS = {
    "bash": Language.SHELL,
    "sh": Language.SHELL,
    "shell": Language.SHELL,
    "script": Language.SHELL,
    "zsh": Language.SHELL,
    "javascript": Language.JAVASCRIPT,
    "js": Language.JAVASCRIPT,
    "typescript": Language.TYPESCRIPT,
    "ruby": Language.RUBY,
    "python": Language.PYTHON,
    "python3": Language.PYTHON,
    "time": Language.PYTHON,
    "timeit": Language.PYTHON,
    "capture": Language.PYTHON,
    "prun": Language.PYTHON,
    "writefile": None,
}
"""First word after `%%` → what the rest of the cell is; absent or None: no code to read."""

_MAGIC = re.compile(r"^\s*%%([\w-]+)(.*)$")
_SHELL_LINE = re.compile(r"^(\s*)(?:[\w.]+\s*=\s*)?!{1,2}(.*)$")
_LINE_MAGIC = re.compile(r"^\s*(?:[\w.]+\s*=\s*)?%[A-Za-z]")
_HELP = re.compile(r"^\s*\?|^\s*[\w.]+\?{1,2}\s*$")


def cells(path: str, data: bytes) -> Iterator[SourceFile]:
    """The pieces of one notebook, in order. Raises NotRead where it is none."""
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        raise NotRead("not a valid notebook: its JSON is broken") from None
    if not isinstance(notebook, dict):
        raise NotRead("not a valid notebook: no JSON object")
    kernel = _kernel(notebook)
    for number, cell in enumerate(_cell_list(notebook), start=1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            language = _KERNELS.get(_cell_language(cell), kernel)
            yield from split_cell(f"{path}{CELL_MARK}{number}", _source(cell), language)


def _cell_list(notebook: Mapping[str, object]) -> list[object]:
    found = notebook.get("cells")
    if isinstance(found, list):
        return found
    # Format 3 had worksheets.
    sheets = notebook.get("worksheets")
    sheet = sheets[0] if isinstance(sheets, list) and sheets else None
    old = sheet.get("cells") if isinstance(sheet, dict) else None
    return old if isinstance(old, list) else []


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        return "".join(piece for piece in source if isinstance(piece, str))
    return source if isinstance(source, str) else ""


def _kernel(notebook: Mapping[str, object]) -> Language | None:
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return Language.PYTHON
    for key, name in (
        ("language_info", "name"),
        ("kernelspec", "language"),
        ("kernelspec", "name"),
    ):
        info = metadata.get(key)
        if isinstance(info, dict) and isinstance(word := info.get(name), str):
            return _KERNELS.get(word.lower().rstrip("3"))
    return Language.PYTHON


def _cell_language(cell: Mapping[str, object]) -> str:
    metadata = cell.get("metadata")
    vscode = metadata.get("vscode") if isinstance(metadata, dict) else None
    word = vscode.get("languageId") if isinstance(vscode, dict) else None
    return word.lower() if isinstance(word, str) else ""


def split_cell(path: str, source: str, language: Language | None) -> Iterator[SourceFile]:
    """The code of one cell with magics blanked, and its shell lines; lines keep their numbers."""
    lines = source.split("\n")
    if magic := _MAGIC.match(lines[0]):
        language = _CELL_MAGICS.get(magic[1].lower())
        if magic[1].lower() == "script" and not re.search(r"\b(?:ba|z)?sh\b", magic[2]):
            language = None
        lines[0] = ""
    if language is Language.PYTHON:
        lines, shell = _without_shell(lines)
        if any(shell):
            yield _piece(path, Language.SHELL, shell)
    if language is not None and any(lines):
        yield _piece(path, language, lines)


def _piece(path: str, language: Language, lines: list[str]) -> SourceFile:
    return SourceFile(path, language, "\n".join(lines).encode("utf-8", "replace"))


def _without_shell(lines: list[str]) -> tuple[list[str], list[str]]:
    """Python lines and `!` lines, each with the other's blanked; `\\` continues a shell line."""
    python: list[str] = []
    shell: list[str] = []
    continued = False
    for line in lines:
        command = line if continued else _command(line)
        continued = command is not None and command.endswith("\\")
        shell.append(command or "")
        blank = command is not None or _LINE_MAGIC.match(line) or _HELP.match(line)
        # `pass` keeps a block whole whose only line was a command.
        python.append(_blanked(line) if blank else line)
    return python, shell


def _blanked(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass" if indent and line.strip() else ""


def _command(line: str) -> str | None:
    found = _SHELL_LINE.match(line)
    return found[2] if found else None
