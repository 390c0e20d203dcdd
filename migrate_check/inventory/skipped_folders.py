"""Folders that hold no source of the scanned project."""

from __future__ import annotations

import os

_TOOLS = frozenset(
    {
        ".aws-sam",
        ".bzr",
        ".cache",
        ".dart_tool",
        ".eggs",
        ".expo",
        ".git",
        ".gradle",
        ".hg",
        ".hypothesis",
        ".idea",
        ".ipynb_checkpoints",
        ".jj",
        ".mypy_cache",
        ".next",
        ".nox",
        ".nuxt",
        ".nyc_output",
        ".output",
        ".parcel-cache",
        ".pnpm-store",
        ".pytest_cache",
        ".ruff_cache",
        ".serverless",
        ".svelte-kit",
        ".svn",
        ".terraform",
        ".tox",
        ".turbo",
        ".venv",
        ".vercel",
        ".yarn",
        "__pycache__",
        "__pypackages__",
        "bower_components",
        "cdk.out",
        "dist-packages",
        "htmlcov",
        "jspm_packages",
        "node_modules",
        "site-packages",
    }
)
"""Made by tools, by names that nobody gives to source."""

_BUILDS = {
    "build": "build.gradle build.gradle.kts package.json pyproject.toml setup.py CMakeLists.txt",
    "dist": "package.json pyproject.toml setup.py",
    "out": "package.json pom.xml build.gradle build.gradle.kts",
    "target": "Cargo.toml pom.xml build.sbt",
    "coverage": "package.json",
}
"""Name → files beside it that show that it is a build's output."""

_BUILDS_BESIDE = {name: frozenset(files.split()) for name, files in _BUILDS.items()}

_SOURCES = frozenset({"src", "lib", "app", "source", "packages", "pages", "tsconfig.json"})

_VENDORED = frozenset({"_vendor", "third_party", "third-party", "thirdparty", "vendored"})
_VENDOR_MARKS = ("modules.txt", "autoload.php", "bundle", "cache")


def is_tool_folder(name: str) -> bool:
    """Whether a folder of this name is a tool's own, whatever is in it."""
    return name in _TOOLS or name.endswith(".egg-info")


def why_not_source(name: str, full: str, siblings: frozenset[str]) -> str | None:
    """Why the folder is taken for no source, for the list of what was skipped; None: it is one.

    These names are also given to folders of one's own, so something beside or inside must agree.
    """
    if name in _VENDORED:
        return "vendored code"
    if name == "vendor" and any(os.path.exists(os.path.join(full, m)) for m in _VENDOR_MARKS):
        return "vendored code"
    beside = siblings & _BUILDS_BESIDE.get(name, frozenset())
    # A published package of Node has nothing but its build.
    if beside - {"package.json"} or (beside and not siblings.isdisjoint(_SOURCES)):
        return "output of a build"
    if name in ("bin", "obj") and any(sibling.endswith("proj") for sibling in siblings):
        return "output of a build"
    return None
