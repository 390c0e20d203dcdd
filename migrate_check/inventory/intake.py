"""Reading the files of a walk as far as the prefilter, in one process or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from migrate_check.domain.call_site import Language
from migrate_check.inventory.languages import FileType, Form, type_by_shebang
from migrate_check.inventory.prefilter import may_call, may_request, may_set
from migrate_check.inventory.reading import NotRead, as_utf8, first_bytes, is_binary, read_bytes
from migrate_check.inventory.walk import Found

_IN_ONE_GO = 256
"""Files that a process is given at once: asking for each alone would cost more than reading."""


class Taken(NamedTuple):
    """A file that may matter: its bytes, or why there are none."""

    found: Found
    type: FileType
    data: bytes
    reason: str | None = None
    """Set: `Skipped.reason`."""


def take_file(found: Found, max_bytes: int) -> Taken | None:
    """Reads one file; None where it is of no known type, or has none of the words."""
    kind = found.type or type_by_shebang(first_bytes(found.full))
    if kind is None:
        return None
    try:
        data = as_utf8(read_bytes(found.full, None if found.named else max_bytes))
    except NotRead as error:
        return Taken(found, kind, b"", str(error))
    if not _passes(data, kind):
        return None
    return Taken(found, kind, b"", "binary") if is_binary(data) else Taken(found, kind, data)


def take_files(files: Iterable[Found], max_bytes: int, jobs: int) -> Iterator[Taken]:
    """All files that may matter, in the order given whatever `jobs` is.

    Measured on 21,484 files, 260 MB: 2.9 s of processor time in one process; on two cores with
    other work to do, two processes took as long as one. So one is the default.
    """
    take = partial(take_file, max_bytes=max_bytes)
    if jobs <= 1:
        yield from (taken for found in files if (taken := take(found)) is not None)
        return
    # Most scans need neither, and they take longer to load than a small tree to read.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not forked: the caller may have threads.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        for taken in pool.map(take, files, chunksize=_IN_ONE_GO):
            if taken is not None:
                yield taken


def _passes(data: bytes, kind: FileType) -> bool:
    if kind.form is Form.SETTINGS:
        return may_set(data)
    if kind.form is Form.REQUESTS:
        return may_request(data)
    if kind.form is Form.NOTEBOOK:
        return may_call(data, Language.TYPESCRIPT) or may_call(data, Language.SHELL)
    return may_call(data, kind.language)
