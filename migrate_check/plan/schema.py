"""The grammar of a scenario file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from migrate_check.documents.entry import CASE_NAME, LOCATION, ROOT_PATH, Entry, shown
from migrate_check.domain.scenario import Auth
from migrate_check.plan.fields import RouteName


def _stream_forms(value: object) -> list[bool]:
    forms: list[Any] = value if isinstance(value, list) else [value]
    if (
        not forms
        or any(not isinstance(form, bool) for form in forms)
        or len(set(forms)) < len(forms)
    ):
        raise ValueError(f"expected true, false or [false, true], got {shown(value)}")
    return forms


StreamForms = Annotated[
    list[bool],
    BeforeValidator(_stream_forms),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "uniqueItems": True},
            ]
        }
    ),
]


class TurnEntry(Entry):
    """What follows the side's own assistant message, which goes back unchanged."""

    tool_results: dict[str, str] | None = None
    """Tool name → result text, sent for each call that the side made."""
    user: str | None = None
    """A further user message."""
    again: Literal[True] | None = None
    """The very same request once more, for caches and retries."""
    by_reference: bool = False
    """Send only the id of the answer before (`previous_response_id`), not the conversation."""

    @model_validator(mode="after")
    def _exactly_one(self) -> TurnEntry:
        given = [self.tool_results is not None, self.user is not None, self.again is not None]
        if sum(given) != 1:
            raise ValueError("a next turn needs one of `tool_results`, `user` and `again`")
        return self


Texts = str | list[str]
Words = str | list[str]


class EffectsEntry(Entry):
    """What the answer shows when the parameter was obeyed; all of it must show."""

    text_has: Texts | None = None
    """Each of these texts is in the reply; `${nonce}` is filled."""
    text_lacks: Texts | None = None
    """None of these texts is in the reply."""
    text_matches: str | None = None
    """A regular expression that finds something in the reply."""
    text_fits: dict[str, Any] | None = None
    """The reply is JSON of this JSON Schema."""
    finish: Words | None = None
    """The finish reason is one of these, in the route's own words."""
    choices: Annotated[int, Field(ge=1)] | None = None
    """Number of choices."""
    calls: Words | None = None
    """Each of these tools is called."""
    calls_at_most: Annotated[int, Field(ge=0)] | None = None
    """Tool calls of the first choice."""
    output_tokens_at_most: Annotated[int, Field(ge=0)] | None = None
    """As the usage says."""
    prompt_tokens_at_most: Annotated[int, Field(ge=0)] | None = None
    """As the usage says."""
    prompt_tokens_at_least: Annotated[int, Field(ge=0)] | None = None
    """As the usage says."""
    cached_tokens_at_least: Annotated[int, Field(ge=0)] | None = None
    """As the usage says."""
    reasoning_tokens_at_most: Annotated[int, Field(ge=0)] | None = None
    """As the usage says."""
    has: Words | None = None
    """Each of these places is in the body and not null: `choices[].logprobs.content`."""
    lacks: Words | None = None
    """None of these places is in the body, or it is null."""
    header: Words | None = None
    """Each of these headers is in the answer."""
    status: int | list[int] | None = None
    """The status is one of these."""
    dimensions: Annotated[int, Field(ge=1)] | None = None
    """Of every embedding."""
    media: Words | None = None
    """Form of every image or sound: `png`, `url`, `256x256`."""
    same_text: Literal[True] | None = None
    """All repeats have the same text."""

    @model_validator(mode="after")
    def _at_least_one(self) -> EffectsEntry:
        if not self.model_fields_set:
            raise ValueError("`shows` needs at least one effect, such as `finish: length`")
        return self


class ProbeEntry(Entry):
    """A contradiction: the prompt asks for X, the parameter forces Y."""

    parameter: Annotated[str, Field(pattern=LOCATION)]
    """The request field, such as `stop`, or a word for what is probed."""
    shows: EffectsEntry
    """What an answer shows when the parameter was obeyed."""


class CaseEntry(Entry):
    """One request, sent to both sides."""

    case: Annotated[str, Field(pattern=CASE_NAME)]
    """Name in small letters, digits and dashes; unique in the file."""
    about: str = ""
    """One sentence: what this case would show."""
    stream: StreamForms = Field(default_factory=lambda: [False])
    """`true`, `false` (default) or `[false, true]` for both forms; puts `stream` into the body."""
    request: dict[str, Any] | None = None
    """The body in the route's own format. `${model}`, `${overflow}` and `${nonce}` are filled."""
    raw_body: str | None = None
    """Sent byte for byte instead of `request`: for malformed bodies."""
    then: list[TurnEntry] = Field(default_factory=list)
    """Later turns of the conversation."""
    auth: Annotated[Auth, Field(strict=False)] = Auth.VALID
    """Which key is sent: `valid` (default), `invalid` or `missing`; or the valid one in another
    place: `bearer`, `x-api-key`, `x-goog-api-key` or `key-in-query`."""
    expects: Literal["reply", "error"] = "reply"
    """`reply` (default), or `error` where the request is wrong on purpose."""
    path: Annotated[str, Field(pattern=ROOT_PATH)] | None = None
    """Path from the server's root, instead of the route's own; `${model}` is filled."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Further request headers, such as `anthropic-beta`; no credentials."""
    probe: ProbeEntry | None = None
    """What shows that a parameter was obeyed."""
    burst: Annotated[int, Field(ge=1, le=64)] = 1
    """So many trials are sent at one moment, each with its own `${nonce}`."""
    cancel_after_events: Annotated[int, Field(ge=1)] | None = None
    """Hang up after so many chunks of the answer."""
    multipart: bool = False
    """Send `request` as a form; a value `{file: NAME, type: MIME, base64: …}` is a file."""


class ScenarioFile(Entry):
    """A scenario: cases of one route that are worth comparing together."""

    route: RouteName
    """Wire format and endpoint of all cases."""
    about: str = ""
    """One sentence."""
    cases: Annotated[list[CaseEntry], Field(min_length=1)]
    """Sent in this order, again for each repeat."""
