"""HTTP libraries for Python."""

from __future__ import annotations

from migrate_check.inventory.signature import HttpSignature, SignatureTable
from migrate_check.inventory.signatures.rows import PYTHON

_VERBS = ("post", "get", "put", "delete", "patch")


def _rows(
    library: str, modules: tuple[str, ...], is_async: bool = False
) -> tuple[HttpSignature, ...]:
    prefix = f"{library}."
    return (
        HttpSignature(
            "http",
            library,
            tuple(f"{prefix}{verb}" for verb in _VERBS),
            PYTHON,
            modules,
            is_async=is_async,
        ),
        HttpSignature(
            "http",
            library,
            (f"{prefix}request", f"{prefix}stream"),
            PYTHON,
            modules,
            url_position=1,
            is_async=is_async,
        ),
    )


TABLE = SignatureTable(
    http=(
        *_rows("requests", ("requests",)),
        *_rows("httpx", ("httpx",)),
        *_rows("aiohttp", ("aiohttp",), True),
        HttpSignature(
            "http",
            "urllib",
            ("Request", "urlopen"),
            PYTHON,
            ("urllib.request", "urllib"),
            url=("url", "fullurl"),
            body_position=1,
        ),
        HttpSignature(
            "http", "urllib3", ("urllib3.request",), PYTHON, ("urllib3",), url_position=1
        ),
    )
)
