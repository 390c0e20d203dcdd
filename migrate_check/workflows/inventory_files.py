"""An inventory to the files that the user asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate_check.domain.inventory_result import InventoryResult
from migrate_check.workflows.output_files import (
    STDOUT,
    refuse_two_on_stdout,
    refuse_unwritable,
    write_text,
)


@dataclass(frozen=True, slots=True)
class InventoryOutputs:
    """Where an inventory goes; None is not wanted. ConfigError where two go to `-`."""

    json: Path | None = None
    html: Path | None = None
    sarif: Path | None = None
    cyclonedx: Path | None = None

    def __post_init__(self) -> None:
        refuse_two_on_stdout(self._files)

    @property
    def takes_stdout(self) -> bool:
        """An output is written there, so nothing else may be."""
        return STDOUT in self._files

    def refuse_unwritable(self) -> None:
        """Make the folders. CannotRunError now is better than after a long scan."""
        refuse_unwritable(self._files)

    @property
    def _files(self) -> tuple[Path | None, ...]:
        return (self.json, self.html, self.sarif, self.cyclonedx)


def write_inventory(
    result: InventoryResult, outputs: InventoryOutputs, explain: Callable[[], Mapping[str, str]]
) -> tuple[tuple[str, Path], ...]:
    """Write and return (label, path) of each file. CannotRunError where a path is not writable."""
    files = (
        ("json", outputs.json),
        ("html", outputs.html),
        ("sarif", outputs.sarif),
        ("cyclonedx", outputs.cyclonedx),
    )
    wanted = [(label, path) for label, path in files if path is not None]
    for label, path in wanted:
        write_text(path, _text(label, result, explain))
    return tuple((label, path) for label, path in wanted if path != STDOUT)


def _text(label: str, result: InventoryResult, explain: Callable[[], Mapping[str, str]]) -> str:
    """One output; only what it needs is loaded."""
    if label == "json":
        from migrate_check.report.inventory_json import inventory_json

        return inventory_json(result)
    if label == "html":
        from migrate_check.report.inventory_page import inventory_html

        return inventory_html(result, explain())
    if label == "sarif":
        from migrate_check.report.inventory_sarif import inventory_sarif

        return inventory_sarif(result, explain())
    from migrate_check.report.inventory_cyclonedx import inventory_cyclonedx

    return inventory_cyclonedx(result)
