"""A profile by its name, by a generation of it, or from a file of the user's."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from migrate_check.documents.closest import closest
from migrate_check.documents.document import Document
from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.profile import Profile
from migrate_check.profiles.build import build, empty_profile, generations_of
from migrate_check.profiles.index import GENERIC, HOSTS, NAMES


def profile_names() -> tuple[str, ...]:
    """The shipped profiles."""
    return NAMES


def is_path(reference: str) -> bool:
    """Whether a profile is named by its file: it ends in .yaml or .yml, or holds a slash."""
    return "/" in reference or "\\" in reference or _plain(reference).endswith((".yaml", ".yml"))


def load_profile(reference: str) -> Profile:
    """`tokenrouter`, `tokenrouter@d`, or the path of a profile file, which may have `@` as well.

    Raises ConfigError, for files with `file:line`.
    """
    return _from_file(reference, ()) if is_path(reference) else _shipped(reference)


def profile_for_url(base_url: str) -> Profile:
    """The profile whose documented public host is that of the URL, else `generic`."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        host = ""
    return load_profile(HOSTS.get(host, GENERIC))


@cache
def _shipped(reference: str) -> Profile:
    name = reference.partition("@")[0]
    if name not in NAMES:
        raise ConfigError(f"unknown profile {reference!r}; {closest(name, NAMES)}")
    return build(_document(name), empty_profile(name), _chosen(reference, _document(name)))


@cache
def _document(name: str) -> Document:
    text = files("migrate_check.profiles").joinpath(f"data/{name}.yaml").read_bytes()
    return read_yaml(text, f"{name}.yaml", ConfigError, quick=True)


def _chosen(reference: str, document: Document) -> str | None:
    """The generation after `@`. Raises ConfigError where the profile has no such one."""
    _, sign, generation = reference.partition("@")
    if not sign:
        return None
    known = generations_of(document)
    if generation not in known:
        choose = f"; {closest(generation, known)}" if known else "; it has no generations"
        raise ConfigError(f"profile {reference!r}: no generation {generation!r}{choose}")
    return generation


def _from_file(reference: str, above: tuple[Path, ...]) -> Profile:
    path = Path(_plain(reference))
    document = _checked(path)
    generation = _chosen(reference, document)
    assert isinstance(document.value, dict)
    extended = document.value.get("extends")
    base = empty_profile(path.stem)
    if isinstance(extended, str):
        base = _extended(extended, document, (*above, path.resolve()), path.parent)
    named = replace(base, name=path.stem, title=str(document.value.get("name") or path.stem))
    return build(document, named, generation)


def _extended(reference: str, document: Document, above: tuple[Path, ...], folder: Path) -> Profile:
    """What the file is built on. Raises the document's error."""
    if not is_path(reference):
        try:
            return load_profile(reference)
        except ConfigError as problem:
            raise document.fail(("extends",), f"extends: {problem}") from None
    located = folder / reference
    if Path(_plain(str(located))).resolve() in above:
        raise document.fail(("extends",), f"extends: {reference} leads back to this file")
    return _from_file(str(located), above)


def _checked(path: Path) -> Document:
    # The grammar takes longer to import than a shipped profile to load.
    from migrate_check.documents.validate import validated
    from migrate_check.profiles.grammar import ProfileFile

    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such profile file; shipped profiles are {', '.join(NAMES)}"
        ) from None
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read: {problem.strerror}") from None
    document = read_yaml(text, str(path), ConfigError)
    validated(ProfileFile, document)
    return document


def _plain(reference: str) -> str:
    """The reference without a generation; a folder may have `@` in its name."""
    head, sign, last = reference.rpartition("@")
    return head if sign and "/" not in last and head.endswith((".yaml", ".yml")) else reference
