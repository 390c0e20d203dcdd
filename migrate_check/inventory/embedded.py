"""Programs that scripts hand to an interpreter: `python3 - <<'EOF'`, `node <<EOF`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate_check.domain.call_site import Language
from migrate_check.inventory.source_file import SourceFile

_HEREDOC = re.compile(
    rb"^[^\n#]*?\b(?P<program>python[\d.]*|node|deno|bun|tsx|ruby|php)\b[^\n]*?<<-?[ \t]*"
    rb"(?P<quote>[\"']?)(?P<word>\w+)(?P=quote)[^\n]*\n(?P<code>.*?)^[ \t]*(?P=word)[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_LANGUAGES = {
    b"node": Language.JAVASCRIPT,
    b"deno": Language.TYPESCRIPT,
    b"bun": Language.TYPESCRIPT,
    b"tsx": Language.TYPESCRIPT,
    b"ruby": Language.RUBY,
    b"php": Language.PHP,
}


def embedded_code(scripts: Iterable[SourceFile]) -> dict[str, SourceFile]:
    """Path → the programs in the scripts of a file or cell, as one piece on their own lines.

    Of several languages in one file, that of the first program.
    """
    found: dict[str, SourceFile] = {}
    for script in scripts:
        if b"<<" not in script.data:
            continue
        for heredoc in _HEREDOC.finditer(script.data):
            language = _LANGUAGES.get(heredoc["program"], Language.PYTHON)
            first = script.line(script.data.count(b"\n", 0, heredoc.start("code")))
            before = found.get(script.path)
            if before is None:
                found[script.path] = _put(b"", script.path, language, first, heredoc["code"])
            elif before.language is language:
                found[script.path] = _put(
                    before.data, script.path, language, first, heredoc["code"]
                )
    return found


def _put(data: bytes, path: str, language: Language, first: int, code: bytes) -> SourceFile:
    """The code below what is there, so that each line keeps its number."""
    missing = first - 1 - data.count(b"\n")
    return SourceFile(path, language, data + b"\n" * max(missing, 0) + _dedented(code))


def _dedented(code: bytes) -> bytes:
    """Without the indent of the block that the script stands in."""
    lines = code.split(b"\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(indents, default=0)
    return b"\n".join(line[least:] for line in lines)
