"""A file's bytes as pieces of code: whole files, cells, recipes, scripts in other files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import Language
from migrate_check.inventory.languages import FileType, Form
from migrate_check.inventory.notebooks import cells
from migrate_check.inventory.source_file import SourceFile


def pieces_of(path: str, data: bytes, kind: FileType) -> Iterator[SourceFile]:
    """Pieces of code in order; none for settings. Raises NotRead for a broken notebook."""
    if kind.form is Form.CODE:
        yield SourceFile(path, kind.language, data)
    elif kind.form is Form.NOTEBOOK:
        yield from cells(path, data)
    elif kind.form is Form.MAKEFILE:
        yield SourceFile(path, Language.SHELL, recipes(data))
    elif kind.form is Form.JENKINSFILE:
        yield from _jenkins_steps(path, data)
    elif kind.form is Form.MARKUP:
        yield from _scripts(path, data)


_VARIABLE = re.compile(rb"^(?:export\s+|override\s+)?([A-Za-z_]\w*)\s*(::?=|\?=|=)\s*(.*)$")
_MAKE_REFERENCE = re.compile(rb"(?<!\$)\$[({]([A-Za-z_]\w*)[)}]")


def recipes(data: bytes) -> bytes:
    """A Makefile as a shell script of the same lines: recipes, and variables as assignments."""
    lines: list[bytes] = []
    values: dict[bytes, bytes] = {}
    continued = False
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        if line.startswith((b"\t", b"  ")) or continued:
            command = line if continued else line.lstrip(b"\t ").lstrip(b"@-+")
            lines.append(_in_shell(command, values))
        elif (found := _VARIABLE.match(line)) and not line.endswith(b"\\"):
            lines.append(_assignment(found, values))
        else:
            lines.append(b"")
        continued = line.endswith(b"\\") and lines[-1] != b""
    return b"\n".join(lines)


def _assignment(found: re.Match[bytes], values: dict[bytes, bytes]) -> bytes:
    name, mark = found[1], found[2]
    value = found[3].partition(b" #")[0].strip()
    values[name] = _MAKE_REFERENCE.sub(lambda ref: values.get(ref[1], ref[0]), value)
    written = values[name].strip(b"\"'").replace(b'"', b'\\"')
    # `?=` gives way to the environment, as a default does in a shell.
    if mark == b"?=":
        return name + b'="${' + name + b":-" + written + b'}"'
    return name + b'="' + _MAKE_REFERENCE.sub(rb"${\1}", written) + b'"'


def _in_shell(command: bytes, values: dict[bytes, bytes]) -> bytes:
    """`$(NAME)` becomes the shell's `${NAME}`; between single quotes, where only make sees it,
    its text."""

    def put(found: re.Match[bytes]) -> bytes:
        quoted = command.count(b"'", 0, found.start()) % 2 == 1
        return values.get(found[1], found[0]) if quoted else b"${" + found[1] + b"}"

    return _MAKE_REFERENCE.sub(put, command).replace(b"$$", b"$")


_STEP = re.compile(
    rb"\bsh\s*\(?\s*(?:script\s*:\s*)?(?:\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:\\.|[^\"\\\n])*)\""
    rb"|'((?:\\.|[^'\\\n])*)')",
    re.DOTALL,
)


def _jenkins_steps(path: str, data: bytes) -> Iterator[SourceFile]:
    for step in _STEP.finditer(data):
        group = step.lastindex or 1
        first_line = 1 + data.count(b"\n", 0, step.start(group))
        yield SourceFile(path, Language.SHELL, step[group], first_line)


_SCRIPT = re.compile(
    rb"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_FRONT = re.compile(rb"\A---\r?\n(?P<code>.*?)\n---", re.DOTALL)
_TYPED = re.compile(rb"\blang\s*=\s*[\"']?tsx?\b", re.IGNORECASE)
_NO_CODE = re.compile(rb"\btype\s*=\s*[\"']?(?!module|text/(?:java|babel|type))\w", re.IGNORECASE)


def _scripts(path: str, data: bytes) -> Iterator[SourceFile]:
    """All scripts of a page or component as one piece, everything else blanked."""
    found = [match for match in _SCRIPT.finditer(data) if not _NO_CODE.search(match["attributes"])]
    typed = any(_TYPED.search(match["attributes"]) for match in found)
    front = _FRONT.match(data) if path.endswith(".astro") else None
    parts: list[bytes] = []
    done = 0
    for match in [front, *found] if front else found:
        start, end = match.span("code")
        parts += [b"\n" * data.count(b"\n", done, start), data[start:end]]
        done = end
    if parts:
        language = Language.TYPESCRIPT if typed or front else Language.JAVASCRIPT
        yield SourceFile(path, language, b"".join(parts))
