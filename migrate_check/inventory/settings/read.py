"""A settings file as records: what it sets about LLMs, what the environment is, what it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from migrate_check.domain.call_site import Language, Setting, SettingKind
from migrate_check.inventory.languages import is_test
from migrate_check.inventory.settings.dockerfile import dockerfile_entries, dockerfile_scripts
from migrate_check.inventory.settings.entry import Entry
from migrate_check.inventory.settings.env_entries import env_entries
from migrate_check.inventory.settings.json_entries import json_entries
from migrate_check.inventory.settings.names import (
    as_variable,
    default_of,
    is_data,
    is_model,
    is_page,
    is_secret,
    kind_of_name,
    looks_like_url,
    names_llm,
    provider_of_name,
    provider_of_url,
    without_secrets,
)
from migrate_check.inventory.settings.toml_entries import toml_entries
from migrate_check.inventory.settings.yaml_entries import yaml_entries
from migrate_check.inventory.source_file import EnvValue, SourceFile

_READERS: Mapping[Language, Callable[[bytes], Iterator[Entry]]] = {
    Language.ENV: env_entries,
    Language.YAML: yaml_entries,
    Language.JSON: json_entries,
    Language.TOML: toml_entries,
    Language.DOCKERFILE: dockerfile_entries,
}
_VARIABLE = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")
_ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z]+(?==))(?:=(.*))?$", re.DOTALL)
"""`NAME=value`, or `NAME` alone for what is handed on from outside."""
_COMMAND = re.compile(
    r"(?:^|[\s;&|(`$])(?:curl|wget|https?|xhs?)\s|\b(?:python[\d.]*|node|ruby|php)\b[^\n]*<<"
)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """All that one settings file gives."""

    settings: tuple[Setting, ...]
    environment: Mapping[str, EnvValue]
    """Variables that it sets, none of them a key."""
    scripts: tuple[SourceFile, ...]
    """What it has a shell run."""


def read_settings(path: str, data: bytes, language: Language) -> SettingsFile:
    """Reads one file of ENV, YAML, JSON, TOML or DOCKERFILE, broken or not."""
    settings: list[Setting] = []
    environment: dict[str, EnvValue] = {}
    scripts: list[SourceFile] = []
    entries = [*_READERS[language](data)]
    tested = is_test(path)
    bodies = {body for entry in entries if (body := _body(entry)) is not None}
    for raw in entries:
        for entry in _assigned(raw):
            found = _setting(path, entry, language)
            if (
                found is not None
                and entry.path[:-1] not in bodies
                and not (tested and _plain(entry))
            ):
                settings.append(found)
            if (value := _environment_value(path, entry)) is not None:
                environment.setdefault(entry.leaf, value)
        if (script := _script(path, raw)) is not None:
            scripts.append(script)
    if language is Language.DOCKERFILE:
        scripts += _docker_scripts(path, data)
    return SettingsFile(tuple(_once(settings)), environment, tuple(scripts))


_LISTS = frozenset({"candidates", "choices", "contents", "input", "messages", "output"})


def _body(entry: Entry) -> tuple[str, ...] | None:
    """Where a whole request or answer is written down: beside its lists a model is no setting."""
    for index, key in enumerate(entry.path[:-1]):
        if key in _LISTS and entry.path[index + 1].startswith("["):
            return entry.path[:index]
    return entry.path[:-1] if entry.leaf == "object" else None


def _plain(entry: Entry) -> bool:
    """Whether it is no variable: in tests and examples such an entry is data."""
    return not _VARIABLE.match(entry.leaf)


def _once(settings: list[Setting]) -> Iterator[Setting]:
    """One per line, kind and last name: a variable in a list stands there twice."""
    seen = set()
    for setting in settings:
        mark = (setting.line, setting.kind, setting.name)
        if mark not in seen:
            seen.add(mark)
            yield setting


def _assigned(entry: Entry) -> Iterator[Entry]:
    """The entry, or in a list of Compose (`- MODEL=gpt-4o`) what it assigns."""
    in_list = entry.path[-1:] and entry.path[-1].startswith("[")
    found = _ASSIGNMENT.match(entry.value) if in_list else None
    if found is None:
        yield entry
    else:
        value = (found[2] or "").strip("\"'")
        yield Entry((*entry.path[:-1], found[1]), value, entry.line)


def _setting(path: str, entry: Entry, language: Language) -> Setting | None:
    if not entry.leaf or entry.block or is_data(entry.path):
        return None
    leaf = as_variable(entry.leaf)
    kind = _kind(entry, leaf)
    if kind is None:
        return None
    value = None if kind is SettingKind.KEY else without_secrets(entry.value) or None
    if kind is not SettingKind.KEY and value is None:
        return None
    provider = provider_of_url(entry.value) if kind is SettingKind.BASE_URL else None
    provider = provider or provider_of_name(leaf) or provider_of_name(_above(entry))
    return Setting(path, entry.line, language, kind, entry.name, value, provider)


def _above(entry: Entry) -> str:
    keys = [as_variable(key) for key in entry.path[:-1] if not key.startswith("[")]
    return "_".join(keys)


def _kind(entry: Entry, leaf: str) -> SettingKind | None:
    if is_secret(entry.value):
        return SettingKind.KEY
    kind = kind_of_name(leaf)
    if kind is None or (kind is SettingKind.BASE_URL and is_page(leaf, entry.value)):
        return None
    about_llm = names_llm(leaf) or (not _VARIABLE.match(entry.leaf) and names_llm(_above(entry)))
    if kind is SettingKind.MODEL and not _ONE_MODEL.search(leaf):
        # `OPENAI_MODEL_FAST` and lists of models: only an id that is known tells them from
        # whatever else is about models.
        about_llm = False
    return kind if _fits(kind, entry.value, about_llm) else None


_ONE_MODEL = re.compile(
    r"(?:^|_)(?:MODEL|MODEL_?NAME|MODEL_?ID|DEPLOYMENT(?:_?NAME|_?ID)?|ENGINE)$"
)


def _fits(kind: SettingKind, value: str, about_llm: bool) -> bool:
    """Whether name and value together concern an LLM."""
    if kind is SettingKind.BASE_URL:
        return provider_of_url(value) is not None or (about_llm and looks_like_url(value))
    if kind is SettingKind.MODEL:
        return is_model(default_of(value) or "") or (about_llm and _is_word(value))
    return about_llm


def _is_word(value: str) -> bool:
    return 1 < len(value) < 120 and not re.search(r"\s", value) and not re.match(r"\d+$", value)


_HARMLESS = re.compile(
    r"(?:^|_)(?:MODEL|MODEL_NAME|MODEL_ID|URL|URI|BASE|ENDPOINT|HOST|DEPLOYMENT|DEPLOYMENT_NAME"
    r"|VERSION|PROVIDER|REGION|LOCATION|ENGINE|TEMPERATURE|MAX_TOKENS|TIMEOUT|RETRIES|STREAM"
    r"|ORG|ORGANIZATION|ORG_ID|PROJECT|MODEL_[A-Z0-9]+)$"
)


def _environment_value(path: str, entry: Entry) -> EnvValue | None:
    """Only names that never hold a secret: everything else stays where it is."""
    if not _VARIABLE.match(entry.leaf) or not _HARMLESS.search(entry.leaf) or entry.block:
        return None
    value = default_of(entry.value)
    if not value or is_secret(value):
        return None
    return EnvValue(without_secrets(value), path, entry.line)


_GITHUB_REFERENCE = re.compile(r"\$\{\{\s*(?:\w+\.)*(\w+)\s*\}\}")


def _script(path: str, entry: Entry) -> SourceFile | None:
    if not _COMMAND.search(entry.value):
        return None
    first_line = entry.line + 1 if entry.block else entry.line
    return _shell(path, entry.value, first_line)


def _shell(path: str, text: str, first_line: int) -> SourceFile:
    # `${{ secrets.X }}` is replaced by the CI system before a shell sees it.
    text = _GITHUB_REFERENCE.sub(r"${\1}", text)
    return SourceFile(path, Language.SHELL, text.encode("utf-8", "replace"), first_line)


_DOCKER_HEREDOC = re.compile(
    r"\A(?:--\S+\s+)*<<-?\s*[\"']?(\w+)[\"']?[^\n]*\n(.*?)\n?\1?\Z", re.DOTALL
)


def _docker_scripts(path: str, data: bytes) -> Iterator[SourceFile]:
    for instruction in dockerfile_scripts(data):
        text, line = instruction.text, instruction.line
        if not _COMMAND.search(text):
            continue
        if heredoc := _DOCKER_HEREDOC.match(text):
            text, line = heredoc[2], line + 1
        # A comment inside a continued instruction is dropped before the shell sees it.
        text = re.sub(r"(?m)^[ \t]*#.*$", r"\\", text)
        yield _shell(path, text, line)
