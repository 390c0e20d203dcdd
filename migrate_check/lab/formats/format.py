"""What every wire format of the provider gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from migrate_check.domain.exchange import Headers
from migrate_check.domain.json_value import Json
from migrate_check.lab.chance import Chance
from migrate_check.lab.demand import Demand, Spoken
from migrate_check.lab.memory import Memory
from migrate_check.lab.sse import Event, JsonObject
from migrate_check.lab.wire import Answer, LabRequest


class Refused(Exception):
    """The request cannot be answered. `document` is the whole error body."""

    def __init__(self, status: int, document: JsonObject, headers: Headers = ()) -> None:
        super().__init__(status, document)
        self.status = status
        self.document = document
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Turn:
    """One request with what is said to it."""

    body: JsonObject
    demand: Demand
    spoken: tuple[Spoken, ...]
    """As many as `demand.replies`."""
    chance: Chance
    now_s: float
    """Unix time."""
    took_s: float
    """How long the model took, for headers that tell."""
    memory: Memory = field(default_factory=Memory)
    """Of this caller."""
    cached_tokens: int = 0
    """Prompt tokens that the provider had kept from an earlier request."""


class Format(Protocol):
    """A wire format, server side."""

    path: str

    def admit(self, request: LabRequest, key: str) -> None:
        """Raises Refused without the right credentials and version headers."""

    def malformed(self, body: bytes) -> Refused:
        """The error for a body that is not a JSON object."""

    def misdirected(self, request: LabRequest) -> Refused:
        """The error for a method that the path does not take."""

    def understand(self, body: JsonObject) -> Demand:
        """Raises Refused for what the vendor refuses."""

    def document(self, turn: Turn) -> str:
        """The body of an unstreamed answer."""

    def events(self, turn: Turn) -> Iterator[Event]:
        """The events of a streamed answer."""

    def headers(self, turn: Turn) -> Headers:
        """Headers of a success, without content type and date."""

    def refusal(self, refused: Refused, chance: Chance) -> Answer:
        """The error as this format's clients know it."""


def text_of(content: Json) -> str:
    """Text of a message's content: a string, or the text parts of a list."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "\n".join(text for text in texts if isinstance(text, str))


def objects(value: Json) -> list[JsonObject]:
    """The objects of a list; [] for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_object(value: Json) -> JsonObject:
    """The value when it is an object, else {}."""
    return value if isinstance(value, dict) else {}


def strings(value: Json) -> tuple[str, ...]:
    """A string or the strings of a list as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
