"""What a person asks to be compared: scenarios and their cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from migrate_check.domain.json_value import Json


class Route(StrEnum):
    """A wire format together with its endpoint."""

    OPENAI_CHAT = "openai-chat"
    ANTHROPIC_MESSAGES = "anthropic-messages"
    ANTHROPIC_COUNT_TOKENS = "anthropic-count-tokens"
    OPENAI_RESPONSES = "openai-responses"
    EMBEDDINGS = "embeddings"
    IMAGES = "images"
    AUDIO_SPEECH = "audio-speech"
    AUDIO_TRANSCRIPTION = "audio-transcription"
    MODELS = "models"
    OPENAI_COMPLETIONS = "openai-completions"
    GEMINI = "gemini"


class Auth(StrEnum):
    """Which credentials a case sends."""

    VALID = "valid"
    INVALID = "invalid"
    MISSING = "missing"
    # The valid key, in another place than the route's official SDK puts it.
    BEARER = "bearer"
    X_API_KEY = "x-api-key"
    X_GOOG_API_KEY = "x-goog-api-key"
    KEY_IN_QUERY = "key-in-query"


@dataclass(frozen=True, slots=True)
class NextTurn:
    """A later turn: the side's own assistant message goes back unchanged, and then this.

    Exactly one of `tool_results`, `user` and `again` is set.
    """

    tool_results: Mapping[str, str] | None
    """Tool name → result text, sent for each call the side made."""
    user: str | None
    """A further user message."""
    again: bool = False
    """The very same request once more, whatever came of it: for caches and retries."""
    by_reference: bool = False
    """The provider keeps the conversation: only its id goes back (`previous_response_id`)."""


class EffectKind(StrEnum):
    """What an answer must show for a parameter to have had its effect."""

    TEXT_HAS = "text_has"  # each of these texts is in the reply; `${nonce}` is filled
    TEXT_LACKS = "text_lacks"  # none of them is
    TEXT_MATCHES = "text_matches"  # a regular expression finds something
    TEXT_FITS = "text_fits"  # the text is JSON of this JSON Schema
    FINISH = "finish"  # the finish reason is one of these words of the dialect
    CHOICES = "choices"  # number of choices
    CALLS = "calls"  # each of these tools is called
    CALLS_AT_MOST = "calls_at_most"
    OUTPUT_TOKENS_AT_MOST = "output_tokens_at_most"
    PROMPT_TOKENS_AT_MOST = "prompt_tokens_at_most"
    PROMPT_TOKENS_AT_LEAST = "prompt_tokens_at_least"
    CACHED_TOKENS_AT_LEAST = "cached_tokens_at_least"
    REASONING_TOKENS_AT_MOST = "reasoning_tokens_at_most"
    HAS = "has"  # each of these shape paths is there and not null: `choices[].logprobs.content`
    LACKS = "lacks"  # none of them is there, or it is null
    HEADER = "header"  # each of these headers is there
    STATUS = "status"  # the status is one of these
    DIMENSIONS = "dimensions"  # of every embedding
    MEDIA = "media"  # every image or sound has this form, such as `png`, `url`, `256x256`
    SAME_TEXT = "same_text"  # true: all repeats have the same text


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that the answer must show."""

    kind: EffectKind
    value: Json

    def filled(self, nonce: str, model: str) -> Effect:
        """The same effect with `${nonce}` and `${model}` filled; `$${` is a literal `${`."""
        return replace(self, value=_filled(self.value, {"nonce": nonce, "model": model}))


def _filled(value: Json, words: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return _TOKEN.sub(lambda token: words[token[1]] if token[1] else "${", value)
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, words) for key, each in value.items()}
    return value


_TOKEN = re.compile(r"\$\$\{|\$\{(nonce|model)\}")


@dataclass(frozen=True, slots=True)
class Probe:
    """What shows that a parameter was obeyed: the prompt asks for X, the parameter forces Y.

    A side that never shows the effect on the baseline is no evidence against the candidate.
    """

    parameter: str
    """The request field, such as `stop` or `response_format`, or a word for what is probed."""
    effects: tuple[Effect, ...]
    """All of them must show."""


@dataclass(frozen=True, slots=True)
class Case:
    """One request template. `stream: [false, true]` in the file gives two cases."""

    scenario: str
    """Name of the pack's file, such as `openai-chat/tools`."""
    name: str
    route: Route
    about: str
    stream: bool
    body: Mapping[str, Json] | None
    """Request template; `${…}` placeholders are filled per side. None when `raw_body` is set."""
    raw_body: str | None
    """Sent as it is, for malformed requests."""
    turns: tuple[NextTurn, ...]
    auth: Auth
    path: str | None
    """Replaces the route's path."""
    expects_error: bool
    """The request is wrong on purpose, and an error is the right answer."""
    source: str
    """file:line of the case."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further request headers; they replace the route's own of the same name."""
    probe: Probe | None = None
    burst: int = 1
    """Trials that are sent at one moment, each with its own `${nonce}`."""
    cancel_after_events: int | None = None
    """The client hangs up after so many network chunks of the answer."""
    multipart: bool = False
    """`body` is sent as a form; a value `{file: NAME, type: MIME, base64: …}` is a file."""

    @property
    def case_id(self) -> str:
        """Unique within a run, such as `openai-chat/tools/forced-call+stream`."""
        return f"{self.scenario}/{self.name}{'+stream' if self.stream else ''}"

    @property
    def twin_id(self) -> str:
        """Shared by the streamed and the unstreamed form of one case."""
        return f"{self.scenario}/{self.name}"
