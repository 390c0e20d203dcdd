"""What reading the files of a walk gives: pieces to parse, settings, comments, what was skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrate_check.domain.call_site import CallSite, Language, Setting, SettingKind, Skipped
from migrate_check.inventory.batch_requests import batch_sites
from migrate_check.inventory.embedded import embedded_code
from migrate_check.inventory.ignore_comments import MARK, Comments, comments_of
from migrate_check.inventory.intake import Taken
from migrate_check.inventory.languages import FileType, Form
from migrate_check.inventory.pieces import pieces_of
from migrate_check.inventory.prefilter import may_call
from migrate_check.inventory.reading import NotRead, is_minified
from migrate_check.inventory.settings.read import read_settings
from migrate_check.inventory.source_file import CELL_MARK, EnvValue, SourceFile
from migrate_check.inventory.walk import Found

_LARGEST_SETTINGS = 400_000
"""What is larger is data, not settings."""
_CATALOGUE = 20
"""Different models in one file: no program is set to so many, except a LiteLLM proxy."""
_DATA_FOLDERS = ("cassettes/", "recordings/", "__snapshots__/", "testdata/", "locale/", "locales/")


@dataclass(frozen=True, slots=True)
class Collected:
    """All that was read."""

    sources: list[SourceFile] = field(default_factory=list)
    """Code for the readers of languages."""
    scripts: list[SourceFile] = field(default_factory=list)
    """Code of shells."""
    settings: list[Setting] = field(default_factory=list)
    environment: dict[str, EnvValue] = field(default_factory=dict)
    requests: list[CallSite] = field(default_factory=list)
    """Calls that files of batch requests describe."""
    skipped: list[Skipped] = field(default_factory=list)
    comments: dict[str, Comments] = field(default_factory=dict)
    parsed: set[str] = field(default_factory=set)

    @property
    def files_parsed(self) -> int:
        """How many files passed the prefilter."""
        return len(self.parsed)

    def comments_at(self, path: str, line: int) -> Mapping[str, str]:
        """Suppression comments at a call: rule or `*` → reason."""
        comments = self.comments.get(path)
        return comments.at(line) if comments else {}


class Collector:
    """Turns the bytes of files into pieces and records, one file at a time."""

    def __init__(self, wanted: frozenset[str] | None) -> None:
        """`wanted`: paths to report; None: all. Settings of others still tell the environment."""
        self._wanted = wanted
        self._all = Collected()

    def collected(self) -> Collected:
        """All that was taken so far."""
        return self._all

    def wants(self, found: Found) -> bool:
        """Whether the file is to be read at all."""
        settings = found.type is not None and found.type.form is Form.SETTINGS
        return settings or self._reports(found)

    def _reports(self, found: Found) -> bool:
        return self._wanted is None or found.path in self._wanted

    def take(self, taken: Taken) -> None:
        """Takes one file that passed the prefilter, or could not be read."""
        path = taken.found.path
        try:
            if taken.reason is not None:
                raise NotRead(taken.reason)
            self._sort(taken)
        except NotRead as error:
            self._skip(path, str(error))
        except Exception as error:
            self._skip(path, f"could not be analysed: {type(error).__name__}")

    def _skip(self, path: str, reason: str) -> None:
        self._all.skipped.append(Skipped(path, reason))

    def _sort(self, taken: Taken) -> None:
        found, data = taken.found, taken.data
        if taken.type.form is Form.SETTINGS:
            self._take_settings(found, data, taken.type.language)
        elif taken.type.form is Form.REQUESTS:
            self._all.requests.extend(batch_sites(found.path, data))
        else:
            self._take_code(found, data, taken.type)
        self._all.parsed.add(found.path)

    def _take_settings(self, found: Found, data: bytes, language: Language) -> None:
        if any(folder in found.path for folder in _DATA_FOLDERS) and not found.named:
            return
        if len(data) > _LARGEST_SETTINGS and not found.named:
            raise NotRead(f"not read as settings: larger than {_LARGEST_SETTINGS // 1000} kB")
        read = read_settings(found.path, data, language)
        for name, value in read.environment.items():
            self._all.environment.setdefault(name, value)
        if not self._reports(found):
            return
        self._take_pieces(read.scripts, data)
        if MARK in data and (comments := comments_of(data)) is not None:
            self._all.comments[found.path] = comments
        models = {one.value for one in read.settings if one.kind is SettingKind.MODEL}
        if len(models) > _CATALOGUE and not found.named and b"model_list" not in data:
            others = [one for one in read.settings if one.kind is not SettingKind.MODEL]
            self._all.settings.extend(others)
            self._skip(found.path, "a catalogue of models, not settings")
        else:
            self._all.settings.extend(read.settings)

    def _take_code(self, found: Found, data: bytes, kind: FileType) -> None:
        scripted = kind.language in (Language.JAVASCRIPT, Language.TYPESCRIPT)
        if scripted and not found.named and is_minified(data):
            raise NotRead("minified")
        self._take_pieces(tuple(pieces_of(found.path, data, kind)), data)

    def _take_pieces(self, pieces: tuple[SourceFile, ...], data: bytes) -> None:
        scripts = [piece for piece in pieces if piece.language is Language.SHELL]
        self._all.sources.extend(piece for piece in pieces if piece not in scripts)
        self._all.scripts.extend(s for s in scripts if may_call(s.data, Language.SHELL))
        self._take_embedded(pieces, scripts)
        if pieces and MARK in data:
            self._take_comments(pieces, data)

    def _take_embedded(self, pieces: tuple[SourceFile, ...], scripts: list[SourceFile]) -> None:
        for code in embedded_code(scripts).values():
            # A cell's own code has the same path.
            alone = all(piece.path != code.path or piece in scripts for piece in pieces)
            if alone and may_call(code.data, code.language):
                self._all.sources.append(code)

    def _take_comments(self, pieces: tuple[SourceFile, ...], data: bytes) -> None:
        """Of cells each their own; of all other pieces those of the whole file."""
        for piece in pieces:
            own = CELL_MARK in piece.path
            if (comments := comments_of(piece.data if own else data)) is not None:
                self._all.comments[piece.path] = comments
