"""The labels of `fixtures/`, read; `fixtures/README.md` says what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).parent / "fixtures"
UNSEEN = Path(__file__).parent / "unseen"
"""Labelled after the scanner was written and measured before its authors read it."""
LABELS = "labels.yaml"
# C's loader is ten times faster, and not everywhere.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class LabelledSite:
    """One call that is there. Texts may name several right answers with `|`."""

    file: str
    line: int
    sdk: str
    route: str
    model: str | None
    model_certainty: str | None
    base_url_rollback: str
    key_rollback: str
    model_env: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    fields_known: bool = True
    streaming: bool | str | None = "not judged"
    is_async: bool | None = None
    timeout: str | None = None
    retries: str | None = None
    headers: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    callers: int | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledSetting:
    """One entry of a configuration file that decides LLM calls."""

    file: str
    line: int
    kind: str
    name: str
    value: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A place that only looks like a call."""

    file: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Truth:
    """All labels of one folder."""

    sites: tuple[LabelledSite, ...] = ()
    settings: tuple[LabelledSetting, ...] = ()
    look_alikes: tuple[LookAlike, ...] = field(default=())


def _arguments(entry: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"is_async" if key == "async" else key: value for key, value in entry.items()}
    return {key: tuple(v) if isinstance(v, list) else v for key, v in renamed.items()}


def read_truth(folder: Path) -> Truth:
    """Read a folder's labels; raises TypeError for a key that no label has."""
    found = yaml.load((folder / LABELS).read_text(encoding="utf-8"), LOADER)
    return Truth(
        sites=tuple(LabelledSite(**_arguments(entry)) for entry in found.get("sites", ())),
        settings=tuple(LabelledSetting(**_arguments(e)) for e in found.get("settings", ())),
        look_alikes=tuple(LookAlike(**_arguments(e)) for e in found.get("look_alikes", ())),
    )


def languages(tree: Path = FIXTURES) -> list[Path]:
    """Every labelled folder, in order of name."""
    return sorted(path.parent for path in tree.glob(f"*/{LABELS}"))
