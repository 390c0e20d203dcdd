"""Files that a command writes: refused early where they cannot be, `-` for standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from migrate_check.domain.errors import CannotRunError, ConfigError

STDOUT = Path("-")


def refuse_two_on_stdout(files: Sequence[Path | None]) -> None:
    """ConfigError where more than one report goes to standard output."""
    if files.count(STDOUT) > 1:
        raise ConfigError("two reports go to standard output; give a file for one of them")


def refuse_unwritable(files: Sequence[Path | None]) -> None:
    """Make their folders. CannotRunError where a report could not be written."""
    for path in files:
        if path is None or path == STDOUT:
            continue
        make_folder(path.parent, f"{path}: cannot be written", "give another path")
        if path.is_dir():
            raise CannotRunError(f"{path}: is a folder; give the path of a file")


def make_folder(folder: Path, trouble: str, remedy: str) -> None:
    """Make it with its parents. CannotRunError where that, or writing to it, is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotRunError(f"{trouble}: {problem.strerror}; {remedy}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotRunError(f"{trouble}: its folder is read-only; {remedy}")


def write_text(path: Path, text: str) -> None:
    """Write the file; `-` is standard output. CannotRunError where that fails."""
    from migrate_check.report.files import write

    if path == STDOUT:
        sys.stdout.write(text)
    else:
        write(path, text)
