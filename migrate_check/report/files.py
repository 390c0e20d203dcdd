"""Writing a report: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from migrate_check.domain.errors import CannotRunError


def write(path: Path, text: str) -> None:
    """Write UTF-8 by a temporary file in the same folder, so that no reader sees half a report.

    Missing folders are made; a link is followed; a pipe or device is written to. Raises
    CannotRunError, one line, when the system refuses.
    """
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(text.encode("utf-8"))
        else:
            _replace(target, text.encode("utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotRunError(f"{path}: cannot be written: {reason}; give another path") from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    """The process's mask; mkstemp ignores it and makes files that only their owner reads."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
