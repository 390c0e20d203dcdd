"""A file's bytes, however odd the file is; nothing but ordinary files is ever waited for."""

from __future__ import annotations

import os
import stat

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_BINARY_LOOK = 8192
_LONG_LINE = 5000


class NotRead(Exception):
    """The file was not read whole; the text is `Skipped.reason`."""


def read_bytes(full: str, limit: int | None) -> bytes:
    """All bytes of an ordinary file. Raises NotRead, also where it is larger than `limit`."""
    try:
        # Not to wait for a writer, should the file have become a pipe since it was listed.
        handle = os.open(full, _FLAGS)
    except FileNotFoundError:
        raise NotRead("vanished during the scan") from None
    except OSError as error:
        raise NotRead(f"not readable: {(error.strerror or 'error').lower()}") from None
    try:
        return _content(handle, limit)
    except OSError as error:
        raise NotRead(f"not readable: {(error.strerror or 'error').lower()}") from None
    finally:
        os.close(handle)


def _content(handle: int, limit: int | None) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise NotRead("not an ordinary file")
    if limit is not None and status.st_size > limit:
        raise NotRead(f"larger than {_size(limit)}")
    data = os.read(handle, status.st_size + 1)
    if len(data) == status.st_size:
        return data
    pieces = [data]
    while piece := os.read(handle, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _size(limit: int) -> str:
    return f"{limit / 1e6:g} MB" if limit >= 100_000 else f"{limit:,} bytes"


def first_bytes(full: str) -> bytes:
    """The first line of an ordinary file, up to 128 bytes; empty where it cannot be read."""
    try:
        handle = os.open(full, _FLAGS)
    except OSError:
        return b""
    try:
        return os.read(handle, 128) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def as_utf8(data: bytes) -> bytes:
    """Without byte order mark, UTF-16 turned into UTF-8; other encodings stay as they are."""
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def is_binary(data: bytes) -> bool:
    """Whether it is no text: a NUL byte near the start."""
    return data.find(b"\0", 0, _BINARY_LOOK) >= 0


def is_minified(data: bytes) -> bool:
    """Whether most of it stands in lines that no person wrote."""
    if len(data) <= _LONG_LINE:
        return False
    return 2 * sum(len(line) for line in data.split(b"\n") if len(line) > _LONG_LINE) > len(data)
