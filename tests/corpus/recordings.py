"""Recorded answers of real providers, from a corpus that lies outside the project."""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrate_check.domain.exchange import Exchange, Request, Response
from migrate_check.domain.scenario import Route

ROUTES = frozenset(route.value for route in Route)
# Recorders store decoded bodies, often re-serialised: these headers tell of other bytes.
_OF_OTHER_BYTES = frozenset(("content-encoding", "content-length", "transfer-encoding"))


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded exchange and where it came from."""

    id: str
    provider: str
    route: Route
    kind: str
    """`json`, `sse`, `empty`, `text`, … as the corpus labels it."""
    source: str
    exchange: Exchange

    @property
    def first_party(self) -> bool:
        return self.provider in ("openai", "azure-openai", "anthropic")


def corpus_folder() -> Path:
    """`MIGRATE_CHECK_CORPUS` names the folder; else it is looked for beside the repository."""
    folder = os.environ.get("MIGRATE_CHECK_CORPUS")
    root = Path(__file__).resolve().parents[2]
    return Path(folder) if folder else root.parent / "shared" / "corpus"


def corpus_file() -> Path:
    """The recordings themselves."""
    return corpus_folder() / "exchanges.jsonl.gz"


def recordings() -> Iterator[Recording]:
    """All recordings of the routes that this program knows."""
    with gzip.open(corpus_file(), "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            route = _route(entry)
            if route in ROUTES:
                yield _recording({**entry, "route": route})


def _route(entry: dict[str, Any]) -> str:
    """The corpus keeps what belongs to a vendor's routes under one name; the URL tells them."""
    route: str = entry["route"]
    if route == "anthropic-aux" and entry["url"].partition("?")[0].endswith("/count_tokens"):
        return Route.ANTHROPIC_COUNT_TOKENS.value
    return route


def _recording(entry: dict[str, Any]) -> Recording:
    return Recording(
        id=entry["id"],
        provider=entry["provider"],
        route=Route(entry["route"]),
        kind=entry["response_kind"],
        source=f"{entry['source_repo']}:{entry['source_path']}#{entry['interaction_index']}",
        exchange=Exchange(
            request=Request(
                method=entry["method"],
                url=entry["url"],
                headers=_headers(entry["request_headers"]),
                body=_request_body(entry),
            ),
            response=Response(
                status=entry["status"],
                http_version="HTTP/1.1",
                headers=_headers(entry["response_headers"]),
                body=_response_body(entry),
                chunks=(),
                head_ns=None,
            ),
            failure=None,
            started_at=entry.get("recorded_at") or "",
            end_ns=None,
        ),
    )


def _headers(recorded: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for name, value in (recorded or {}).items():
        values = value if isinstance(value, list) else [value]
        if name.lower() not in _OF_OTHER_BYTES:
            found += [(name, str(one)) for one in values]
    return tuple(found)


def _request_body(entry: dict[str, Any]) -> bytes:
    if entry.get("request_json") is not None:
        return json.dumps(entry["request_json"]).encode()
    return (entry.get("request_text") or "").encode()


def _response_body(entry: dict[str, Any]) -> bytes:
    text = entry.get("response_text") or ""
    if entry.get("response_encoding") == "base64":
        return base64.b64decode(text)
    return text.encode("utf-8", "surrogatepass")
