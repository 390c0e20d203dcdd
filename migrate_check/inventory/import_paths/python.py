"""Python's imports: relative ones by folder, absolute ones by the end of the path."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported

ELSEWHERE = frozenset(
    {"openai", "anthropic", "google", "vertexai", "mistralai", "boto3", "botocore", "litellm"}
    | {"langchain", "llama_index", "instructor", "httpx", "requests", "aiohttp", "os", "typing"}
    | {"functools", "asyncio", "json", "dataclasses", "pydantic", "pydantic_settings", "urllib"}
    | {"twilio", "stripe", "django", "flask", "fastapi", "langchain_openai", "urllib3", "groq"}
    | {"langchain_anthropic", "langchain_community", "langchain_core", "enum", "decouple"}
)
"""Packages that are never files of the tree, even if one of that name lies there."""


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """Endings of paths, with the name to look up in that file (None: the file itself)."""
    module = imported.module
    stripped = module.lstrip(".")
    parts = stripped.split(".") if stripped else []
    if module.startswith("."):
        folder = importer.split("/")[:-1]
        up = len(module) - len(stripped) - 1
        if up > len(folder):
            return
        parts = folder[: len(folder) - up] + parts
    elif not parts or parts[0] in ELSEWHERE:
        return
    path = "/".join(parts)
    if imported.name is not None:
        inner = f"{path}/{imported.name}".lstrip("/")
        yield f"{inner}.py", None
        yield f"{inner}/__init__.py", None
    if path:
        yield f"{path}.py", imported.name
    yield f"{path}/__init__.py".lstrip("/"), imported.name
