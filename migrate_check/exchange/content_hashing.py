"""Replaces what people and models wrote by hashes, for records that must not hold it.

A hash is as long as its text and equal for equal texts of one run, so counts, lengths and
repetitions can still be judged from the record, while the meaning of a text cannot. The key of the
hashes is forgotten with the process: without it, short texts could be guessed.

Kept in clear: errors, the arguments and names of tool calls, tool definitions, and answers that
are neither JSON nor server-sent events.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace

from migrate_check.domain.exchange import Exchange, Request, Response
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import ExchangePair
from migrate_check.domain.ports import PairSink
from migrate_check.domain.scenario import Case, NextTurn
from migrate_check.exchange.chunk_cuts import Cut, move_chunks, replace_pieces
from migrate_check.exchange.content_coding import decode, encode

PREFIX = "sha256:"

_CONTENT = re.compile(
    rb'"(?:content|text|system|input|prompt|thinking|reasoning|reasoning_content|refusal|data'
    rb'|transcript)"\s*:\s*"((?:[^"\\]|\\.)++)',
    re.DOTALL,
)
"""A string under a key that holds content, also where the body breaks off inside of it."""


class ContentHasher:
    """A `PairSink` in front of another one, which gets hashes in place of texts."""

    def __init__(self, inner: PairSink, key: bytes | None = None) -> None:
        self._inner = inner
        self._key = key or secrets.token_bytes(32)

    def add(self, pair: ExchangePair) -> None:
        """Pass on a pair that holds no content, in its case neither."""
        self._inner.add(
            replace(
                pair,
                trial=replace(pair.trial, case=self._case(pair.trial.case)),
                baseline=self._exchange(pair.baseline),
                candidate=self._exchange(pair.candidate),
            )
        )

    def _exchange(self, exchange: Exchange) -> Exchange:
        response = exchange.response
        if response is not None and response.status < 400:
            response = self._response(response)
        return replace(exchange, request=self._request(exchange.request), response=response)

    def _request(self, request: Request) -> Request:
        pieces = self._pieces(request.body)
        return replace(request, body=replace_pieces(request.body, pieces))

    def _response(self, response: Response) -> Response:
        body, decoded = response.body, decode(response.headers, response.body)
        if decoded is not None:
            data = replace_pieces(decoded.data, self._pieces(decoded.data))
            packed = encode(data, decoded) + decoded.rest
            chunks = move_chunks(response.chunks, [Cut(0, len(body), len(packed))])
            return replace(response, body=packed, chunks=chunks)
        pieces = self._pieces(body)
        cuts = [Cut(start, end, len(piece)) for start, end, piece in pieces]
        chunks = move_chunks(response.chunks, cuts)
        return replace(response, body=replace_pieces(body, pieces), chunks=chunks)

    def _pieces(self, body: bytes) -> list[tuple[int, int, bytes]]:
        return [
            (*match.span(1), self._hash(_meant(match[1])).encode())
            for match in _CONTENT.finditer(body)
        ]

    def _case(self, case: Case) -> Case:
        return replace(
            case,
            body=None if case.body is None else self._template(case.body),
            raw_body=None if case.raw_body is None else self._hash(case.raw_body),
            turns=tuple(self._turn(turn) for turn in case.turns),
        )

    def _template(self, body: Mapping[str, Json]) -> Mapping[str, Json]:
        text = json.dumps(dict(body)).encode()
        template: dict[str, Json] = json.loads(replace_pieces(text, self._pieces(text)))
        return template

    def _turn(self, turn: NextTurn) -> NextTurn:
        results = turn.tool_results
        if results is not None:
            results = {name: self._hash(text) for name, text in results.items()}
        return NextTurn(results, None if turn.user is None else self._hash(turn.user))

    def _hash(self, text: str) -> str:
        """As many ASCII characters as the text has, beginning with `sha256:` where that fits."""
        data = text.encode("utf-8", "surrogatepass")
        digest = hmac.digest(self._key, data, hashlib.sha256).hex()
        prefix = PREFIX if len(text) >= len(PREFIX) + 16 else ""
        length = len(text) - len(prefix)
        return prefix + (digest * (length // len(digest) + 1))[:length]


def _meant(quoted: bytes) -> str:
    """The text of a JSON string; of one that broke off or is wrong, the bytes as they are."""
    try:
        text: str = json.loads(b'"' + quoted + b'"', strict=False)
    except ValueError:
        return quoted.decode("latin-1")
    return text
