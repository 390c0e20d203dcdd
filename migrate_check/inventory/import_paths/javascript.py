"""Imports of JavaScript and TypeScript: by folder, by alias, by a package of the same tree."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.inventory.neutral import Imported

_EXTENSIONS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte")
_OWN = {".js": (".ts", ".tsx", ".js", ".jsx"), ".mjs": (".mts", ".mjs"), ".cjs": (".cts", ".cjs")}
"""An import names the compiled file; the tree holds its source."""
_ROOTS = ("@/", "~/", "#/", "$lib/", "src/", "@src/", "~~/")
"""Beginnings that stand for the project's own root or its `src`."""
_UNDER = {"$lib/": ("lib/",), "src/": ("src/",), "@src/": ("src/",)}
ELSEWHERE = frozenset(
    {"@ai-sdk", "@anthropic-ai", "@aws-sdk", "@azure", "@google", "@google-ai", "@google-cloud"}
    | {"@langchain", "@llamaindex", "@mistralai", "@nestjs", "@openrouter", "@smithy", "@types"}
    | {"ai", "anthropic", "axios", "langchain", "llamaindex", "next", "openai", "react", "zod"}
    | {"@angular", "@sveltejs", "@tanstack", "@testing-library", "@vercel", "@vue", "lodash"}
    | {"@huggingface", "@opentelemetry", "@prisma", "@radix-ui", "@sentry", "@supabase", "firebase"}
)
"""Packages and scopes that are never files of the tree, even if some of that name lie there."""


def suffixes(importer: str, imported: Imported) -> Iterator[tuple[str, str | None]]:
    """Endings of paths, with the name to look up in that file (None: the file itself)."""
    for path in _paths(importer, imported.module):
        for ending in _files(path):
            yield ending, imported.name


def _paths(importer: str, module: str) -> Iterator[str]:
    """Where the file may be, without its extension."""
    if module.startswith("."):
        path = _relative(importer, module)
        if path is not None:
            yield path
        return
    root = next((root for root in _ROOTS if module.startswith(root)), None)
    if root is not None:
        rest = module[len(root) :]
        yield from (f"{under}{rest}" for under in _UNDER.get(root, ("src/", "app/", "")))
        return
    parts = module.split("/")
    if len(parts) < 2 or parts[0] in ELSEWHERE or ":" in parts[0]:
        return
    if not module.startswith("@"):
        yield module  # a path below `baseUrl`
        return
    package, inside = parts[1], "/".join(parts[2:])
    yield f"{package}/src/{inside or 'index'}"
    yield f"{package}/{inside or 'index'}"
    yield f"{package}/lib/{inside or 'index'}"


def _relative(importer: str, module: str) -> str | None:
    folder = importer.split("/")[:-1]
    for part in module.split("/"):
        if part == "..":
            if not folder:
                return None
            folder.pop()
        elif part not in ("", "."):
            folder.append(part)
    return "/".join(folder)


def _files(path: str) -> Iterator[str]:
    base, dot, extension = path.rpartition(".")
    known = f".{extension}" if dot and "/" not in extension else ""
    if known in _OWN:
        yield from (base + own for own in _OWN[known])
        return
    if known in _EXTENSIONS:
        yield path
        return
    if path:
        yield from (path + one for one in _EXTENSIONS)
    yield from (f"{path}/index{one}".lstrip("/") for one in _EXTENSIONS[:8])
