"""Small trees to scan, and a stand-in for the engine that shows what reaches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from migrate_check.domain.call_site import NOT_KNOWN, CallSite, Inventory
from migrate_check.inventory.scan import ScanRequest, scan
from migrate_check.inventory.source_file import EnvValue, SourceFile, SourceTree

CALL = b"from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4o')\n"


def write(root: Path, files: Mapping[str, bytes | str]) -> Path:
    """The files under a folder."""
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def each_piece(
    sources: Iterable[SourceFile], environment: Mapping[str, EnvValue], tree: SourceTree
) -> list[CallSite]:
    """One site for each piece that has `create`, at the first line that has it."""
    del environment, tree
    found = []
    for source in sources:
        for row, line in enumerate(source.data.split(b"\n")):
            if b"create" in line:
                found.append(_site(source, source.line(row)))
                break
    return found


def _site(source: SourceFile, line: int) -> CallSite:
    return CallSite(
        path=source.path,
        line=line,
        language=source.language,
        sdk="openai",
        call="create",
        route="openai-chat",
        model=NOT_KNOWN,
        fields=(),
        fields_known=True,
        streaming=NOT_KNOWN,
        is_async=False,
    )


def scanned(*paths: Path, **options: object) -> Inventory:
    """An inventory with the stand-in for the engine."""
    return scan(ScanRequest(paths=paths, **options), each_piece)  # type: ignore[arg-type]


def places(inventory: Inventory) -> list[str]:
    """`path:line` of all sites."""
    return [f"{site.path}:{site.line}" for site in inventory.sites]


def reasons(inventory: Inventory) -> dict[str, str]:
    """Path → why it was skipped."""
    return {skipped.path: skipped.reason for skipped in inventory.skipped}
