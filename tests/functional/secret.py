"""Where a key of the lab is left, in any form that gives it away."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import zstandard

from migrate_check.lab.provider import KEY


def forms(secret: str = KEY) -> tuple[bytes, ...]:
    """The key as it is, in base64 (alone, and as part of something longer) and in a URL."""
    raw = secret.encode()
    inner = [base64.b64encode(b"x" * pad + raw)[4:-4] for pad in range(3)]
    return (raw, raw.hex().encode(), quote(secret, safe="").encode(), *inner)


def traces(folder: Path) -> list[str]:
    """Files and stored bodies that hold the key in one of its forms."""
    return [
        f"{where}: {form!r}"
        for where, content in _contents(folder)
        for form in forms()
        if form in content
    ]


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    seen = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            seen += 1
            yield str(path), path.read_bytes()
            if path.suffix == ".sqlite":
                yield from _bodies(path)
    assert seen, f"{folder} holds nothing to look through"


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    """Bodies are compressed: the file's bytes alone would show nothing."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("select sha256, zstd from bodies").fetchall()
    finally:
        connection.close()
    assert rows
    for digest, packed in rows:
        yield f"{path} body {digest}", zstandard.ZstdDecompressor().decompress(packed)
