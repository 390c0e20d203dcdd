"""What a request asks of the imitated model, and what it says, in provider-neutral terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migrate_check.lab.sse import JsonObject


class Choice(StrEnum):
    """How free the model is to call tools."""

    AUTO = "auto"
    NONE = "none"
    REQUIRED = "required"


class Finish(StrEnum):
    """Why the model stopped."""

    STOP = "stop"
    SEQUENCE = "sequence"
    LENGTH = "length"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool on offer. `schema` is the JSON Schema of its arguments."""

    name: str
    about: str
    schema: JsonObject
    strict: bool = False
    """Arguments fit the schema, whatever the prompt says."""


@dataclass(frozen=True, slots=True)
class Bias:
    """Characters that the request forces or forbids."""

    forced: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One request, understood."""

    model: str
    """As asked."""
    served: str
    """The snapshot that answers, as `model` in the response says."""
    stream: bool
    system: str
    prompt: str
    """Text of the last user message that has any."""
    tools: tuple[Tool, ...]
    choice: Choice
    forced: str | None
    """The tool that must be called."""
    parallel: bool
    results: tuple[str, ...]
    """Tool results that wait for an answer."""
    reply_schema: JsonObject | None
    """The answer must be JSON of this schema."""
    stop: tuple[str, ...]
    max_tokens: int | None
    steady: bool
    """Temperature 0 or a seed: the same request gets the same words."""
    prompt_tokens: int
    replies: int
    """Independent answers wanted."""
    context: str = ""
    """Texts of the whole conversation in order, of all roles."""
    seed: int | None = None
    bias: Bias = Bias()
    varied: bool = False
    """Penalties keep the model from saying a word over and over again."""
    effort: str | None = None
    """How much to think: `none`, `minimal`, `low`, `medium`, `high`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; `arguments` is JSON text, cut off where the token limit cut it."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One answer of the model."""

    text: str
    """Before the calls, where there are some."""
    calls: tuple[Call, ...]
    finish: Finish
    sequence: str | None
    """The stop sequence met."""
    tokens: int
    """Without those of thoughts."""
    thoughts: str = ""
    """As far as the model shows them."""
    thought_tokens: int = 0
