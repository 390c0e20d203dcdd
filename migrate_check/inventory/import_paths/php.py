"""PHP's `use`: classes lie in files of their names, below a folder that stands for a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported

ELSEWHERE = frozenset(
    {"Anthropic", "GuzzleHttp", "Illuminate", "Laravel", "OpenAI", "Prism", "Psr", "Symfony"}
)
"""First parts of namespaces that are never files of the tree."""


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """`App\\Llm\\Settings` is `App/Llm/Settings.php`, or `Llm/Settings.php` under any folder."""
    if imported.name is None or imported.module.partition(".")[0] in ELSEWHERE:
        return
    parts = [*imported.module.split("."), imported.name]
    for start in range(min(2, len(parts) - 1)):
        yield f"{'/'.join(parts[start:])}.php", imported.name
