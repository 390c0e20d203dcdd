"""The file of accepted findings on disk."""

from __future__ import annotations

from pathlib import Path

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.verdict import Acceptance
from migrate_check.plan.accepted import read_acceptances


def read_text(path: Path) -> str:
    """The file's text, empty where there is no file. ConfigError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text: {problem}") from None


def load_acceptances(path: Path) -> tuple[Acceptance, ...]:
    """All entries; none where there is no file. ConfigError with file:line."""
    text = read_text(path)
    return read_acceptances(text, str(path)) if text else ()
