"""Prompt caching: what is read and written for the breakpoints that a request sets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from migrate_check.domain.json_value import Json
from migrate_check.lab import tokens
from migrate_check.lab.formats.anthropic_errors import refused
from migrate_check.lab.formats.format import as_object, objects
from migrate_check.lab.memory import Memory
from migrate_check.lab.sse import JsonObject, dump

FEWEST_TOKENS = 512
"""Shorter prefixes are not cached; scaled down like the lab's context window."""
_MOST_BREAKPOINTS = 4
_LIFETIMES = ("5m", "1h")


@dataclass(frozen=True, slots=True)
class Cached:
    """Tokens of a prompt by what the cache did with them."""

    read: int = 0
    written_5m: int = 0
    written_1h: int = 0

    @property
    def written(self) -> int:
        """All that is billed as a write."""
        return self.written_5m + self.written_1h


class _Part(NamedTuple):
    text: str
    mark: JsonObject | None
    """Its `cache_control`."""


class _Prefix(NamedTuple):
    digest: str
    tokens: int
    lifetime: str


def require_cache_control(body: JsonObject) -> None:
    """Raises Refused for marks that the API does not take."""
    marks = [part.mark for part in _parts(body) if part.mark is not None]
    if len(marks) > _MOST_BREAKPOINTS:
        raise refused(
            f"A maximum of {_MOST_BREAKPOINTS} blocks with cache_control may be provided."
            f" Found {len(marks)}."
        )
    for mark in marks:
        if mark.get("type") != "ephemeral":
            raise refused(
                f"cache_control: Input tag '{mark.get('type')}' found using 'type' does not match"
                " any of the expected tags: 'ephemeral'"
            )
        if mark.get("ttl", "5m") not in _LIFETIMES:
            raise refused("cache_control.ephemeral.ttl: Input should be '5m' or '1h'")


def use_cache(body: JsonObject, memory: Memory) -> Cached:
    """Look the marked prefixes up, longest first, and keep those that are new."""
    prefixes = [prefix for prefix in _prefixes(body) if prefix.tokens >= FEWEST_TOKENS]
    read = max((p.tokens for p in prefixes if memory.knows(p.digest)), default=0)
    written = dict.fromkeys(_LIFETIMES, 0)
    reached = read
    for prefix in prefixes:
        memory.keep(prefix.digest)
        if prefix.tokens > reached:
            written[prefix.lifetime] += prefix.tokens - reached
            reached = prefix.tokens
    return Cached(read, written["5m"], written["1h"])


def without_marks(value: Json) -> Json:
    """The body as it is counted: `cache_control` is no part of a prompt."""
    if isinstance(value, list):
        return [without_marks(item) for item in value]
    if isinstance(value, dict):
        return {key: without_marks(item) for key, item in value.items() if key != "cache_control"}
    return value


def _prefixes(body: JsonObject) -> Iterator[_Prefix]:
    """One for each mark, in order, with the digest of all that comes before and under it."""
    digest = hashlib.sha256(str(body.get("model")).encode())
    total = 0
    for part in _parts(body):
        digest.update(f"{len(part.text)} {part.text}".encode())
        total += tokens.count(part.text)
        if part.mark is not None:
            yield _Prefix(digest.hexdigest(), total, str(part.mark.get("ttl", "5m")))


def _parts(body: JsonObject) -> Iterator[_Part]:
    """The prompt in the order in which it is cached: tools, system, messages."""
    parts = [_part(tool) for tool in objects(body.get("tools"))]
    parts += _contents(body.get("system"))
    for message in objects(body.get("messages")):
        parts += _contents(message.get("content"))
    whole = body.get("cache_control")
    if isinstance(whole, dict) and parts:
        # A mark on the request itself stands for one on its last block.
        parts[-1] = parts[-1]._replace(mark=whole)
    yield from parts


def _contents(content: Json) -> list[_Part]:
    if isinstance(content, str):
        return [_Part(content, None)]
    return [_part(block) for block in objects(content)]


def _part(block: JsonObject) -> _Part:
    mark = block.get("cache_control")
    text = block.get("text")
    bare = text if isinstance(text, str) else dump(without_marks(block))
    return _Part(bare, as_object(mark) if mark is not None else None)
