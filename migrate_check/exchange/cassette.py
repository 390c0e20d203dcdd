"""Records exchanges to vcrpy cassettes, and answers from them without any network.

A folder holds one file per side: `baseline.yaml` and `candidate.yaml`. vcrpy's own classes read
and write them; its patching of HTTP libraries is not used.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrate_check.domain.errors import CassetteError
from migrate_check.domain.exchange import Exchange, Request, Side
from migrate_check.domain.ports import Outgoing, Sender
from migrate_check.exchange.cassette_format import (
    Mark,
    RequestKey,
    VcrResponse,
    recorded_key,
    replayed_exchange,
    request_key,
    vcr_request,
    vcr_response,
)
from migrate_check.exchange.credentials import auth_kind
from migrate_check.exchange.redaction import Redactor

RECORD_AGAIN = "record again with: migrate-check run --record"


def cassette_path(folder: Path, side: Side) -> Path:
    """The file of one side."""
    return folder / f"{side.value}.yaml"


@dataclass(slots=True)
class _Taken:
    """The place of an exchange in the cassette, empty while it is under way."""

    interaction: tuple[Any, VcrResponse] | None = None


class RecordingSender:
    """Passes on to another sender, and writes all exchanges to the folder on `close`.

    An exchange that is under way when the run is interrupted is not part of the cassette.
    Existing files are replaced as a whole, or stay as they were.
    """

    def __init__(self, inner: Sender, folder: Path) -> None:
        self._inner = inner
        self._folder = folder
        self._taken: dict[Side, list[_Taken]] = {side: [] for side in Side}

    async def send(self, side: Side, request: Outgoing) -> Exchange:
        """Send and remember, in the order of sending: a replay asks in that order."""
        taken = _Taken()
        self._taken[side].append(taken)
        exchange = await self._inner.send(side, request)
        mark = Mark(auth_kind(request.headers), request.take)
        taken.interaction = vcr_request(exchange.request, mark), vcr_response(exchange)
        return exchange

    async def close(self) -> None:
        """Write both files. Raises CassetteError when the folder cannot be written."""
        try:
            # A run that failed before its first request must not empty an older recording.
            if any(self._taken.values()):
                for side, taken in self._taken.items():
                    whole = [each.interaction for each in taken if each.interaction is not None]
                    _save(cassette_path(self._folder, side), whole)
        finally:
            await self._inner.close()


class ReplaySender:
    """Answers from the folder; repeats of one request replay in the order of their recording.

    The redactor must be the one that such a run would record with: requests are compared in
    redacted form. Files are read on first use.
    """

    def __init__(self, folder: Path, redactor: Redactor) -> None:
        self._folder = folder
        self._redactor = redactor
        self._tapes: dict[Side, _Tape] = {}

    async def send(self, side: Side, request: Outgoing) -> Exchange:
        """The next recorded exchange, with the request as it was recorded.

        Raises CassetteError when there is none.
        """
        if side not in self._tapes:
            self._tapes[side] = _Tape(cassette_path(self._folder, side))
        safe = self._redactor.request(
            Request(request.method, request.url, request.headers, request.body)
        )
        mark = Mark(auth_kind(request.headers), request.take)
        return self._tapes[side].play(request_key(safe, mark))

    async def close(self) -> None:
        """Nothing is held open."""


class _Tape:
    """One file, indexed by request."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[RequestKey, list[Exchange]] = defaultdict(list)
        self._played: dict[RequestKey, int] = defaultdict(int)
        for key, exchange in _load(path):
            self._answers[key].append(exchange)

    def play(self, key: RequestKey) -> Exchange:
        answers, played = self._answers.get(key, []), self._played[key]
        if played == len(answers):
            raise CassetteError(self._missing(key, played))
        self._played[key] += 1
        return answers[played]

    def _missing(self, key: RequestKey, played: int) -> str:
        method, path, body, auth, _ = key
        what = f"{method} {path.rstrip('?')} ({auth} credentials, {len(body)} bytes of body)"
        if played:
            times = "once" if played == 1 else f"{played} times"
            return (
                f"{self._path}: {what} was recorded {times} and is asked for once more; "
                f"lower --repeat, or {RECORD_AGAIN}"
            )
        same_path = sum(other[:2] == key[:2] for other in self._answers)
        return (
            f"{self._path}: no recording of {what}; {same_path} other requests to this path are "
            f"recorded; the scenarios, the model or the seed have changed: {RECORD_AGAIN}"
        )


def _load(path: Path) -> list[tuple[RequestKey, Exchange]]:
    from vcr.cassette import Cassette
    from vcr.record_mode import RecordMode

    if not path.is_file():
        raise CassetteError(f"{path}: no such cassette; {RECORD_AGAIN}")
    try:
        loaded = Cassette.load(path=str(path), record_mode=RecordMode.NONE)
        return [
            (recorded_key(recorded), replayed_exchange(recorded, response))
            for recorded, response in loaded.data
        ]
    except Exception as error:  # a file of a person can be wrong in any way
        reason = " ".join(str(error).split())[:120]
        raise CassetteError(
            f"{path}: not a readable cassette ({reason}); {RECORD_AGAIN}"
        ) from error


def _save(path: Path, interactions: list[tuple[Any, VcrResponse]]) -> None:
    from vcr.serialize import serialize
    from vcr.serializers import yamlserializer

    requests = [request for request, _ in interactions]
    responses = [response for _, response in interactions]
    text = serialize({"requests": requests, "responses": responses}, yamlserializer)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_atomically(path, text)
    except OSError as error:
        raise CassetteError(
            f"{path}: cannot be written ({error.strerror}); choose another folder with --record"
        ) from error


def _write_atomically(path: Path, text: str) -> None:
    """A reader sees the file as it was or as it is now, never a half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
