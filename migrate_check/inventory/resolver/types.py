"""Declared types as they are written."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z_][\w.]*")
_WRAPPERS = frozenset(
    {"Optional", "Union", "Annotated", "None", "Depends", "Any", "str", "int", "float", "bool"}
    | {"dict", "list", "object", "Final", "ClassVar", "Callable", "Type", "type", "Self"}
    | {"Record", "Partial", "Required", "Readonly", "ReadonlyArray", "Array", "Map", "Set", "Pick"}
    | {"Omit", "Awaited", "ReturnType", "Parameters", "NonNullable", "Error", "Date", "Function"}
    | {"Request", "Response", "NextRequest", "HTMLElement", "typeof", "keyof", "void", "never"}
    | {"Promise", "undefined", "null", "string", "number", "boolean", "any", "unknown"}
)


def named_types(written: str) -> list[str]:
    """The types that a declaration names: `Optional[openai.OpenAI]` → `openai.OpenAI`."""
    names = _NAME.findall(written[:200].replace("::", "."))
    return [name for name in names if name.rpartition(".")[2] not in _WRAPPERS]


def injected_function(written: str) -> str | None:
    """`get_client` of `Annotated[OpenAI, Depends(get_client)]`."""
    match = re.search(r"Depends\(\s*([A-Za-z_][\w.]*)\s*\)", written)
    return match[1] if match else None
