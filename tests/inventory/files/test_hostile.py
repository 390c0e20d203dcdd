"""Odd and hostile files: none of them ends a scan, and none is passed over in silence."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from migrate_check.domain.call_site import CallSite
from migrate_check.inventory import intake
from migrate_check.inventory.scan import ScanRequest, scan
from migrate_check.inventory.source_file import EnvValue, SourceFile, SourceTree
from tests.inventory.files.trees import CALL, each_piece, places, reasons, scanned, write


def test_encodings(tmp_path: Path) -> None:
    text = CALL.decode()
    write(
        tmp_path,
        {
            "bom.py": b"\xef\xbb\xbf" + CALL,
            "crlf.py": CALL.replace(b"\n", b"\r\n"),
            "latin.py": "# café\n".encode("latin-1") + CALL,
            "utf16be.py": b"\xfe\xff" + text.encode("utf-16-be"),
            "utf16le.py": text.encode("utf-16"),
        },
    )
    assert places(scanned(tmp_path)) == [
        "bom.py:2",
        "crlf.py:2",
        "latin.py:3",
        "utf16be.py:2",
        "utf16le.py:2",
    ]


def test_binary_huge_minified_and_empty_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "binary.py": CALL + b"\0\0",
            "huge.py": CALL + b"#" * 2_000_001,
            "mini.js": b"import OpenAI from 'openai';" + b"a.create();" * 600,
            "long_line.py": CALL + b"x = '" + b"a" * 6000 + b"'\n",
            "long_line.js": CALL * 300 + b"// " + b"a" * 6000,
            "empty.py": b"",
        },
    )
    found = scanned(tmp_path)
    assert places(found) == ["long_line.js:2", "long_line.py:2"]
    assert reasons(found) == {
        "binary.py": "binary",
        "huge.py": "larger than 2 MB",
        "mini.js": "minified",
    }


def test_pipes_sockets_and_unreadable_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.py": CALL, "locked.py": CALL, "shut/b.py": CALL})
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / "pipe")
    real_open, real_scan = os.open, os.scandir

    def refusing_open(path: str, flags: int, *rest: int) -> int:
        if str(path).endswith("locked.py"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags, *rest)

    def refusing_scan(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real_scan(path)

    # Root, as whom tests often run, may read everything.
    monkeypatch.setattr(os, "open", refusing_open)
    monkeypatch.setattr(os, "scandir", refusing_scan)
    found = scanned(tmp_path)
    assert places(found) == ["a.py:2"]
    assert reasons(found) == {
        "locked.py": "not readable: permission denied",
        "shut": "not readable: permission denied",
    }


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    done = threading.Event()
    results: list[dict[str, str]] = []

    def read() -> None:
        results.append(reasons(scanned(tmp_path / "pipe.py")))
        done.set()

    threading.Thread(target=read, daemon=True).start()
    assert done.wait(20)
    assert results == [{"pipe.py": "not an ordinary file"}]


def test_a_file_that_vanishes_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": CALL, "b.py": CALL})
    real = intake.read_bytes

    def vanishing(full: str, limit: int | None) -> bytes:
        if full.endswith("a.py"):
            os.unlink(full)
        return real(full, limit)

    monkeypatch.setattr(intake, "read_bytes", vanishing)
    found = scanned(tmp_path)
    assert places(found) == ["b.py:2"]
    assert reasons(found) == {"a.py": "vanished during the scan"}


DEEP = {
    "deep.sh": b"curl https://api.openai.com/v1/models " + b"$(" * 10_000,
    "deep2.sh": b"curl https://api.openai.com/v1/responses -d '" + b"[" * 100_000 + b"'",
    "deep3.sh": b'curl https://api.openai.com/v1/responses -d \'{"a":' + b"{b:" * 50_000 + b"'",
    "words.sh": b'curl https://api.openai.com/v1/responses "' + b'$("' * 3000,
    "deep.json": b'{"OPENAI_MODEL": ' + b"[" * 50_000,
    "deep.yaml": b"OPENAI_MODEL: " + b"[" * 20_000,
    "nested.yaml": b"openai:\n" + b"- " * 3000 + b"x",
    "stairs.yaml": b"openai:\n" + b"".join(b" " * n + b"a:\n" for n in range(400)),
    "deep.toml": b"OPENAI_MODEL = " + b"[" * 20_000,
    "deep.ipynb": b'{"openai": "completions chat create", "cells": ' + b"[" * 100_000,
    "Makefile": b"x:\n\tcurl https://api.openai.com/v1/models $" + b"(a" * 10_000,
    "Dockerfile": b"RUN curl https://api.openai.com/v1/models " + b"\\\n" * 20_000,
    ".env": b"OPENAI_MODEL=" + b'"' * 20_000,
    "laughs.yaml": b"a: &a [openai, openai]\n"
    + b"".join(b"%c: &%c [*%c,*%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)),
    "page.html": b"<script>openai.chat.completions.create" * 5000,
    "lines.jsonl": b'{"custom_id": 1, "body": ' + b"[" * 50_000,
}


def test_deep_and_endless_files_end_nothing(tmp_path: Path) -> None:
    found = scanned(write(tmp_path, DEEP))
    broken = {path: why for path, why in reasons(found).items() if "could not be" in why}
    assert broken == {}
    assert reasons(found)["nested.yaml"] == "not read: nested too deeply"
    assert reasons(found)["stairs.yaml"] == "not read: nested too deeply"
    assert {"deep2.sh:1", "deep3.sh:1"} <= set(places(found))


def failing(
    sources: Iterable[SourceFile], environment: Mapping[str, EnvValue], tree: SourceTree
) -> list[CallSite]:
    """An engine with a bug that one file meets."""
    pieces = list(sources)
    if any(b"trap" in piece.data for piece in pieces):
        raise RecursionError("too deep")
    return each_piece(pieces, environment, tree)


def test_a_bug_loses_one_file_and_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": CALL, "b.py": CALL + b"trap\n", "c.py": CALL})
    found = scan(ScanRequest((tmp_path,)), failing)
    assert places(found) == ["a.py:2", "c.py:2"]
    assert reasons(found) == {"b.py": "could not be analysed: RecursionError"}
