"""Endpoints that are no conversation: a request in, a result out, nothing for the model to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab.chance import Chance
from migrate_check.lab.sse import Event
from migrate_check.lab.wire import LabRequest

JSON_TYPE: Headers = (("content-type", "application/json"),)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with what an answer may depend on."""

    request: LabRequest
    chance: Chance
    now_s: float
    """Unix time."""


@dataclass(frozen=True, slots=True)
class Given:
    """A success. Events are sent one by one, bytes at once."""

    headers: Headers
    body: bytes | tuple[Event, ...]


class Direct(Protocol):
    """Such an endpoint, server side. Its errors are those of the OpenAI API."""

    path: str

    def answer(self, asked: Asked) -> Given:
        """Raises Refused for what the vendor refuses."""


def openai_headers(chance: Chance, limit: int = 10_000) -> Headers:
    """What OpenAI's endpoints of this kind send besides the content type."""
    return (
        ("access-control-expose-headers", "X-Request-ID"),
        ("openai-organization", "org-lab"),
        ("openai-processing-ms", str(20 + chance.of("processing").below(60))),
        ("openai-version", "2020-10-01"),
        ("x-ratelimit-limit-requests", str(limit)),
        ("x-ratelimit-remaining-requests", str(limit - 1)),
        ("x-ratelimit-reset-requests", "6ms"),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", f"req_{chance.of('request-id').hexadecimal(32)}"),
    )


def texts(value: Json) -> list[str]:
    """The strings of a list; [] for anything else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
