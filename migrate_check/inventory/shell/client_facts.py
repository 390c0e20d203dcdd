"""Where a script's requests go and with whose key."""

from __future__ import annotations

import re

from migrate_check.domain.call_site import NOT_KNOWN, Certainty, Client, Fact, Rollback
from migrate_check.inventory.endpoints import provider_of_host, split_url
from migrate_check.inventory.settings.names import provider_of_name
from migrate_check.inventory.shell.requests import HttpRequest
from migrate_check.inventory.shell.values import COMMAND, REFERENCE, Value, is_argument

_KEY_HEADERS = frozenset({"authorization", "x-api-key", "api-key", "x-goog-api-key"})
_PLAIN_HEADERS = _KEY_HEADERS | {
    "accept",
    "anthropic-version",
    "content-type",
    "user-agent",
}
_TAIL = re.compile(
    r"/(?:chat/completions|completions|v1/messages|messages|responses|embeddings|images/|audio/"
    r"|moderations|models|v1beta|v1alpha|files|batches|fine_tuning|rerank|ocr|fim/|agents/|model/"
    r"|openai/deployments|deployments|vector_stores|threads|assistants|realtime|videos|uploads"
    r"|conversations|containers|evals|upload/).*$"
)
_KEY_IN_QUERY = re.compile(r"[?&](?:key|api[-_]key)=([^&\s]*)")


def reduced(url: str) -> str:
    """A URL whose references are plain words, so that it can be taken apart."""
    return REFERENCE.sub("VALUE", url.strip("\"'"))


def header_parts(header: Value) -> tuple[str, Value]:
    """Lower-case name and value."""
    name, _, rest = header.text.partition(":")
    start = len(name) + 1 + len(rest) - len(rest.lstrip())
    return name.strip().lower(), header.cut(start)


def extra_headers(request: HttpRequest) -> list[tuple[str, Value]]:
    """Headers that mean something to the provider, without those that every request has."""
    named = map(header_parts, request.headers)
    return [(name, value) for name, value in named if name and name not in _PLAIN_HEADERS]


def client_of(request: HttpRequest, url: Value, where: str) -> Client:
    """The client that a command line amounts to."""
    base = base_of(url)
    key = _key(request, url)
    return Client(
        made_at=where,
        constructor=None,
        provider=_provider(url),
        base_url=base.fact() if base.text else NOT_KNOWN,
        key=_key_fact(*key) if key else NOT_KNOWN,
        rollback=_rollback(base),
        key_rollback=_rollback(key[1]) if key else Rollback.D,
        timeout=request.timeout.fact() if request.timeout else None,
        retries=request.retries.fact() if request.retries else None,
        headers=tuple(sorted({name for name, _ in extra_headers(request)})),
    )


def _provider(url: Value) -> str | None:
    by_host = provider_of_host(split_url(reduced(url.text))[0])
    by_name = next((p for name in base_of(url).env if (p := provider_of_name(name))), None)
    return by_host or by_name


def base_of(url: Value) -> Value:
    """The part of a URL that a client would have as its base."""
    text = url.text
    start = len(text) - len(text.lstrip("\"'"))
    after_scheme = text.find("://") + 3 if "://" in text else start
    query = text.find("?")
    end = len(text.rstrip("\"'")) if query < 0 else query
    tail = _TAIL.search(text, after_scheme, end)
    base = url.cut(start, tail.start() if tail else end)
    return base.cut(0, len(base.text.rstrip("/")))


def _rollback(value: Value) -> Rollback:
    references = value.references
    if COMMAND in references or not value.text:
        return Rollback.D
    if any(map(is_argument, references)) or value.origin.startswith("argument"):
        return Rollback.B
    return Rollback.A if references or value.env else Rollback.C


def _key(request: HttpRequest, url: Value) -> tuple[str, Value] | None:
    """Where the key stands, for a person, and the key."""
    for name, value in map(header_parts, request.headers):
        if name in _KEY_HEADERS:
            bare = re.match(r"(?:bearer|basic|token)\s+", value.text, re.IGNORECASE)
            return "", value.cut(bare.end()) if bare else value
    query = _KEY_IN_QUERY.search(url.text)
    if query is not None:
        return "in the URL, ", url.cut(*query.span(1))
    return None if request.user is None else ("", request.user)


def _key_fact(place: str, value: Value) -> Fact:
    """Never the key itself."""
    if COMMAND in value.references:
        return Fact(None, Certainty.UNKNOWN, f"{place}the output of a command")
    if any(map(is_argument, value.references)):
        return Fact(None, Certainty.UNKNOWN, f"{place}{value.origin}")
    if value.env:
        origin = f"{place}environment variable {value.env[0]}"
        return Fact(None, Certainty.RESOLVED, origin, value.env)
    return Fact(None, Certainty.LITERAL, f"{place}a literal in the code")
