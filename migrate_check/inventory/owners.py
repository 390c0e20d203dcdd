"""Who pays for a file's calls: an owners file of one's own, or the repository's CODEOWNERS.

Both have the syntax of CODEOWNERS: a pattern, then owners, `#` begins a comment, the last line
that fits counts, and a pattern without owners means nobody. An owners file may name anything:
a team, a cost centre, an address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.errors import UsageError
from migrate_check.inventory.gitignore import repository_of
from migrate_check.inventory.globs import translate

_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_LARGEST = 3_000_000
"""Where hosting services stop reading it."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Lines of one owners file, ready to be asked."""

    lines: Sequence[tuple[re.Pattern[str], str | None]]
    prefix: str = ""
    """Path of the scanned root under the place that the patterns are relative to."""

    def of(self, path: str) -> str | None:
        """The owners of a file, separated by blanks; None: nobody. Relative to the root."""
        whole = self.prefix + path.partition("#cell-")[0]
        for pattern, owners in reversed(self.lines):
            if pattern.fullmatch(whole):
                return owners
        return None


NOBODY = Owners(())


def read_owners(file: Path | None, root: Path) -> Owners:
    """The owners of files under `root`: of the given file, else of the CODEOWNERS found first.

    Raises UsageError where the given file cannot be read. An owners file's patterns are relative
    to the scanned root; those of CODEOWNERS to the top of the repository.
    """
    if file is not None:
        try:
            return parse_owners(file.read_text("utf-8", "replace"))
        except OSError as error:
            raise UsageError(f"--owners {file}: {(error.strerror or 'error').lower()}") from None
    top = repository_of(root) or root
    for place in _PLACES:
        found = top / place
        if found.is_file() and found.stat().st_size <= _LARGEST:
            inside = root.relative_to(top).as_posix()
            text = found.read_text("utf-8", "replace")
            return parse_owners(text, "" if inside == "." else f"{inside}/")
    return NOBODY


def parse_owners(text: str, prefix: str = "") -> Owners:
    """The lines of an owners file; section headings of GitLab (`[Docs]`) give default owners."""
    lines: list[tuple[re.Pattern[str], str | None]] = []
    section_owners: str | None = None
    for line in text.splitlines():
        pattern, owners = _split(line)
        if _is_section(line.strip()):
            section_owners = _section_owners(line)
        elif pattern:
            lines.append((_compiled(pattern), " ".join(owners) or section_owners))
    return Owners(tuple(lines), prefix)


def _split(line: str) -> tuple[str, list[str]]:
    """Pattern and owners; blanks in a pattern are written `\\ `."""
    line = re.sub(r"(?:^|\s)#.*$", "", line).strip()
    words = re.split(r"(?<!\\)\s+", line)
    return words[0], words[1:]


_SECTION = re.compile(r"^\^?\[[^\]]+\](?:\[\d+\])?(?:\s+\S+)*$")


def _is_section(line: str) -> bool:
    # `[ab]*.py @x` would be a pattern, but CODEOWNERS has no character classes.
    return bool(_SECTION.match(line))


def _section_owners(line: str) -> str | None:
    return " ".join(line.rpartition("]")[2].split("#")[0].split()) or None


def _compiled(pattern: str) -> re.Pattern[str]:
    """As GitHub documents: a folder's pattern covers all in it, `docs/*` only its own files."""
    written = translate(pattern)
    if pattern.endswith("/"):
        written += "/.+"
    elif not pattern.endswith("/*") and not pattern.endswith("/**"):
        written += "(?:/.*)?"
    return re.compile(written, re.DOTALL)
