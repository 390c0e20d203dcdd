"""Writing drafted scenarios, without touching what a person has changed."""

from __future__ import annotations

from pathlib import Path

from migrate_check.domain.call_site import JudgedInventory
from migrate_check.domain.errors import CannotRunError
from migrate_check.exchange.secret_forms import SecretForms
from migrate_check.plan.site_stubs import MARKER, plan_stubs


def write_stubs(judged: JudgedInventory, directory: Path) -> list[Path]:
    """Write one scenario for each route and set of fields that the code sends.

    Returns the files that are there now as drafted. A file that differs and lacks our marker is
    left as it is, and is not among them. Raises CannotRunError where a file cannot be written.
    """
    forms = SecretForms({}, personal=True)
    sites = [one.site for one in judged.sites]
    stubs = plan_stubs(sites, lambda text: bool(forms.find(text.encode())))
    return [directory / stub.path for stub in stubs if _written(directory / stub.path, stub.text)]


def _written(path: Path, text: str) -> bool:
    try:
        if path.is_symlink() or (path.exists() and not _is_ours(path, text)):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise CannotRunError(
            f"{path}: cannot be written: {problem.strerror}; choose another folder with --scenarios"
        ) from None
    return True


def _is_ours(path: Path, text: str) -> bool:
    try:
        found = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return found == text or MARKER in found
