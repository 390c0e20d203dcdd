"""Ruby's constants: one of a name of its own lies in the file of that name, wherever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """`LlmSettings` is in `llm_settings.rb`."""
    if imported.name is not None and imported.name == imported.module:
        snake = re.sub(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", imported.name)
        yield f"{snake.lower()}.rb", imported.name
