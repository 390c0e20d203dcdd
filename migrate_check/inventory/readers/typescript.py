"""TypeScript as a `Module`: JavaScript with types."""

from __future__ import annotations

import tree_sitter_typescript
from tree_sitter import Language as Grammar

from migrate_check.domain.call_site import Language
from migrate_check.inventory.readers.javascript import JavaScriptModule


class TypeScriptModule(JavaScriptModule):
    """A TypeScript file; with JSX if its name ends in `.tsx`."""

    speaks = Language.TYPESCRIPT

    def __init__(self, path: str, data: bytes, first_line: int = 1) -> None:
        with_jsx = path.endswith(".tsx")
        language = (
            tree_sitter_typescript.language_tsx()
            if with_jsx
            else tree_sitter_typescript.language_typescript()
        )
        super().__init__(path, data, first_line, Grammar(language))
