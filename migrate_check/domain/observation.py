"""An exchange in provider-neutral terms, ready to be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from migrate_check.domain.anomaly import Anomaly
from migrate_check.domain.exchange import FailureKind, Side, TransportFailure
from migrate_check.domain.json_value import Json
from migrate_check.domain.plan import Trial
from migrate_check.domain.scenario import Route


class BodyKind(StrEnum):
    """What the body turned out to be, whatever its content type says."""

    JSON = "json"
    SSE = "sse"
    EMPTY = "empty"
    HTML = "html"
    TEXT = "text"
    BINARY = "binary"
    NONE = "none"
    """There was no response at all."""


class StreamEvent(NamedTuple):
    """One server-sent event."""

    name: str | None
    data: str
    document: Json
    """Parsed data; None when it is not JSON (see `anomalies`) or is `[DONE]`."""
    offset_ns: int | None
    """Arrival of the chunk that completed the event; None when not measured."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call as the client would act on it, streamed pieces joined."""

    id: str | None
    name: str | None
    arguments: str
    """JSON text; for dialects that send an object, that object serialised."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as reported. Absent is None. Conventions are the dialect's own, see `input_tokens`."""

    input_tokens: int | None
    """All prompt tokens including cached ones (Anthropic's three input counts added)."""
    output_tokens: int | None
    total_tokens: int | None
    """As reported; None where the dialect sends none."""
    cached_tokens: int | None
    cache_write_tokens: int | None
    reasoning_tokens: int | None


class Embedding(NamedTuple):
    """One vector of an answer, in the order of the answer."""

    position: int | None
    """As the answer says; None where the dialect has none."""
    encoding: str
    """`float`, `base64`, or what else was sent: a JSON type."""
    values: tuple[float, ...]
    """Decoded; empty where that failed."""


class Media(NamedTuple):
    """One image or sound of an answer."""

    carrier: str
    """`url`, `base64` or `bytes`."""
    format: str | None
    """By its first bytes: `png`, `jpeg`, `webp`, `gif`, `mp3`, `wav`, `flac`, `opus`, `aac`, …"""
    bytes: int | None
    """Decoded length; None for a URL."""
    size: tuple[int, int] | None
    """Width and height of an image in pixels."""
    url: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a caller reads from a successful answer. First choice where there are several."""

    id: str | None = None
    model: str | None = None
    role: str | None = None
    text: str = ""
    refusal: str | None = None
    reasoning: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: str | None = None
    """In the dialect's own words."""
    choices: int = 0
    usage: Usage | None = None
    signatures: tuple[str, ...] = ()
    """What a client must hand back unread: signatures of thoughts, encrypted reasoning."""
    embeddings: tuple[Embedding, ...] = ()
    media: tuple[Media, ...] = ()
    listed: tuple[str, ...] = ()
    """Ids of a list of models."""


@dataclass(frozen=True, slots=True)
class ApiError:
    """An error as a client would read it."""

    envelope: str
    """`openai`, `anthropic`, `gemini`, `other-json`, `html`, `text` or `empty`."""
    type: str | None
    code: str | None
    message: str | None
    param: str | None
    in_stream: bool
    """It came as an event inside a stream."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds since the request was sent; None when not measured."""

    head_s: float | None
    ttft_s: float | None
    """First chunk with content (text, refusal, reasoning or tool call)."""
    e2e_s: float | None
    content_offsets_s: tuple[float, ...]
    """Arrival of each network chunk that completed at least one content event."""


class SdkOutcome(NamedTuple):
    """What one accessor of an official SDK gives to a caller."""

    accessor: str
    """As a caller writes it: `choices[0].message.content`."""
    outcome: str
    """Type, or emptiness, or `raises` and what was raised; never the model's words."""

    @property
    def raises(self) -> bool:
        """A caller meets an exception here."""
        return self.outcome.startswith("raises ")

    @property
    def kind(self) -> str:
        """The outcome without the words of enumerations; any number is a number."""
        kinds = {each.partition(" '")[0] for each in self.outcome.split(" or ")}
        return " or ".join(sorted("number" if kind == "integer" else kind for kind in kinds))


@dataclass(frozen=True, slots=True)
class SdkAccount:
    """The recorded bytes of one exchange, as an official SDK reads them."""

    sdk: str
    """`openai`, `anthropic`, `google-genai`."""
    version: str
    call: str
    """`client.chat.completions.create`."""
    raised: str | None
    """Class and message (without measured values) of what the call raised."""
    outcomes: tuple[SdkOutcome, ...]


class ShapePath(NamedTuple):
    """A place in the body and a JSON type seen there.

    `path` collapses array indices: `choices[].message.content`; streams are prefixed by the event
    name, or by `chunk` where events have none. `type` is one of object, array, string, integer,
    number, boolean, null, and `absent`: a sibling object had the key and this one had not.
    """

    path: str
    type: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request demanded, as far as rules need it."""

    model: str | None
    stream: bool
    include_usage: bool | None
    """`stream_options.include_usage`; None when not sent."""
    tools: Mapping[str, Json]
    """Tool name → JSON Schema of its arguments."""
    forced_tool: bool
    """tool_choice leaves no answer but a call (`required`, `any` or a named tool)."""
    forbids_tools: bool
    choices: int
    body: Json
    """The whole request body when it is JSON; of a form, its fields."""
    host: str = ""
    """host[:port] of the request's URL, where the dialect needs it."""
    array: bool = False
    """The answer is asked for as one JSON array of chunks (Gemini's stream without `alt=sse`)."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One exchange, observed. Pure function of the exchange: see `observe`."""

    route: Route
    side: Side
    asked: Asked
    status: int | None
    http_version: str | None
    headers: Mapping[str, str]
    """Lower-case name → value, repetitions joined by comma."""
    failure: TransportFailure | None
    body_kind: BodyKind
    document: Json
    """The JSON body of an unstreamed answer, else None."""
    events: tuple[StreamEvent, ...]
    framing: frozenset[str]
    """Legal SSE habits seen: crlf, cr, no-space, comment, multiline-data, event-field, id-field,
    retry-field, bom, extra-blank-line."""
    body_text: str
    """The decoded body (content encoding and UTF-8 undone, bad bytes as U+FFFD)."""
    reply: Reply | None
    error: ApiError | None
    anomalies: tuple[Anomaly, ...]
    shape: frozenset[ShapePath]
    timing: Timing
    sdk: SdkAccount | None = None
    """None: not replayed through an SDK."""

    @property
    def ok(self) -> bool:
        """A 2xx answer that a caller would take for a success."""
        return (
            self.status is not None
            and 200 <= self.status < 300
            and self.failure is None
            and self.error is None
        )

    @property
    def hung_up(self) -> bool:
        """We closed the connection inside a successful answer, because the case says so."""
        return self.failure is not None and self.failure.kind is FailureKind.CANCELLED

    @property
    def variant(self) -> str:
        """Answers of one variant have the same fields; shapes are compared only within it."""
        if self.failure is not None:
            return "failure"
        if self.error is not None or self.status is None or self.status >= 300:
            return f"error-{self.status}"
        parts = [self.body_kind.value]
        reply = self.reply
        if reply is not None:
            parts += [
                label
                for label, present in (
                    ("tools", bool(reply.tool_calls)),
                    ("text", bool(reply.text)),
                    ("refusal", bool(reply.refusal)),
                    ("reasoning", bool(reply.reasoning)),
                )
                if present
            ]
        return "+".join(parts)


@dataclass(frozen=True, slots=True)
class ObservedPair:
    """Both sides of one turn of one trial, observed."""

    trial: Trial
    turn: int
    baseline: Observation
    candidate: Observation

    @property
    def case_key(self) -> str:
        """Trials of one case and turn are repeats of each other."""
        return (
            f"{self.trial.case.case_id}#{self.turn + 1}" if self.turn else self.trial.case.case_id
        )
