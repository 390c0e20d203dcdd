"""Small programs for the engine's specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import dedent

from migrate_check.domain.call_site import CallSite, Language
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import EnvValue, SourceFile


class Files:
    """A tree of files in memory."""

    def __init__(self, files: Mapping[str, str], language: Language) -> None:
        self._files = {
            path: SourceFile(path, language, dedent(text).encode()) for path, text in files.items()
        }

    def paths(self) -> Iterable[str]:
        return list(self._files)

    def read(self, path: str) -> SourceFile | None:
        return self._files.get(path)

    def sources(self, handed_in: Iterable[str]) -> list[SourceFile]:
        return [self._files[path] for path in handed_in]


def sites_of(
    files: Mapping[str, str] | str,
    environment: Mapping[str, EnvValue] | None = None,
    handed_in: Iterable[str] | None = None,
    language: Language = Language.PYTHON,
) -> list[CallSite]:
    """The sites of a program: one file `app.py`, or several by path."""
    several = {"app.py": files} if isinstance(files, str) else files
    tree = Files(several, language)
    return find_sites(tree.sources(handed_in or several), environment or {}, tree)


def only(
    files: Mapping[str, str] | str, environment: Mapping[str, EnvValue] | None = None
) -> CallSite:
    """The one site of a program."""
    found = sites_of(files, environment)
    assert len(found) == 1, [f"{site.path}:{site.line} {site.call}" for site in found]
    return found[0]


CLIENT = "from openai import OpenAI\nclient = OpenAI()\n"


def sent(arguments: str, before: str = "") -> CallSite:
    """The site of `client.chat.completions.create(arguments)` in a function of its own."""
    body = "".join(f"    {line}\n" for line in dedent(before).strip().splitlines())
    call = f"    return client.chat.completions.create({arguments})\n"
    return only(f"{CLIENT}def ask(question, **options):\n{body}{call}")


def names(site: CallSite) -> list[str]:
    """Names of its fields."""
    return [one.name for one in site.fields]
