"""The grammar of a profile file. Every claim may name its mark and source, or takes those above."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from migrate_check.documents.entry import (
    BASE_URL,
    CASE_NAME,
    NOT_BLANK,
    ROOT_PATH,
    VARIABLE,
    Day,
    Entry,
    shown,
)

MarkName = Literal[
    "seen_doc", "seen_code", "seen_run", "seen_wire", "third_party", "inferred", "unknown"
]
FateName = Literal[
    "supported",
    "dropped",
    "rejected",
    "changed",
    "provider-specific",
    "model-dependent",
    "unknown",
]
Text = Annotated[str, Field(pattern=NOT_BLANK)]


def _texts(value: object) -> object:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(_is_text(text) for text in texts):
        raise ValueError(f"expected text or a list of texts, got {shown(value)}")
    return texts


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _by_name(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_texts, json_schema_input_type=str | list[str])]


class Grounded(Entry):
    """How a claim is known. What is left out is taken from the entry around it."""

    mark: MarkName | None = None
    """How it is known. `seen_…` and `third_party` need `src`. Default at the top: inferred."""
    src: Texts | None = None
    """Names from `sources`."""
    note: Text | None = None
    """What else a reader must know of this claim."""


class NameEntry(Grounded):
    """A header or a field of answers, or several with one basis."""

    name: Texts
    """A name, or several."""


class FieldEntry(NameEntry):
    """A request field, or several with one fate. A plain name is short for `{name: NAME}`."""

    only_for: list[Text] = Field(default_factory=list)
    """Upstream providers for which it works, where the fate is provider-specific."""
    when: Text | None = None
    """Condition in words: `above 1`."""
    instead: Text | None = None
    """What to send instead, or how to keep the behaviour."""


class UnlistedEntry(Grounded):
    """What becomes of request fields that are not listed."""

    fate: FateName
    """As for a field."""
    when: Text | None = None
    """Condition in words."""
    instead: Text | None = None
    """What to do about it."""


Named = Annotated[NameEntry, BeforeValidator(_by_name, json_schema_input_type=Text | NameEntry)]
NamedField = Annotated[
    FieldEntry, BeforeValidator(_by_name, json_schema_input_type=Text | FieldEntry)
]


class RouteEntry(Grounded):
    """One route, by the name that scenarios and the inventory use."""

    offered: Literal[True, False, "unknown"] | None = None
    """Default true, or what the profile below says. False forgets inherited fields."""
    path: Annotated[str, Field(pattern=ROOT_PATH)] | None = None
    """Path from the server's root; `{model}` stands for the model."""
    streams: bool | None = None
    """Whether it answers with an event stream when asked to."""
    fields: dict[FateName, list[NamedField]] = Field(default_factory=dict)
    """Fate → request fields, by their names on the wire."""
    unlisted: UnlistedEntry | None = None
    """What becomes of other fields. Default: unknown."""
    afresh: bool = False
    """Forget what the profile below says of this route."""


class AbsentEntry(Grounded):
    """Routes that are not offered."""

    routes: list[Text]
    """By name."""


class BaseUrlEntry(Grounded):
    """The base URL for one kind of client."""

    url: Annotated[str, Field(pattern=BASE_URL)] | None = None
    """As the client wants it; absent where none is known."""
    path_prefix: Text | None = None
    """What the client appends before the route, such as /v1beta."""


class ExtensionEntry(Grounded):
    """What only this gateway understands: using it makes going back a change of code."""

    kind: Literal["model", "field", "header", "route"]
    """What it is."""
    pattern: Text
    """A regular expression over the model id, field, header or path."""
    about: Text
    """One sentence."""


class PitfallEntry(Grounded):
    """Advice in the phase where it bites."""

    id: Text
    """Stable name."""
    text: Text
    """One sentence."""
    routes: list[Text] = Field(default_factory=list)
    """Routes it is about; none: all."""
    phase: Annotated[int, Field(ge=1, le=5)] = 1
    """1 inventory to 5 cleanup."""


class ClaimEntry(Grounded):
    """Any other claim."""

    id: Text
    """Stable name, such as `stream-end:openai-chat:done`."""
    text: Text
    """One sentence."""


class RetirementEntry(Grounded):
    """Models that their maker switches off on one day, or has switched off."""

    models: Texts
    """Exact ids; dated names and aliases are models of their own."""
    on: Day
    """Day, YYYY-MM-DD, from which the maker refuses them."""
    instead: Text | None = None
    """What the maker names in their place."""


class Body(Grounded):
    """What a profile, and each generation of it, can say."""

    key_env: Annotated[str, Field(pattern=VARIABLE)] | None = None
    """Environment variable that the vendor's documents use for the key."""
    base_urls: dict[str, BaseUrlEntry] = Field(default_factory=dict)
    """Kind of client → base URL: `openai-sdk`, `anthropic-sdk`, `gemini`. The first is used where
    none is given."""
    request_id_headers: list[Named] = Field(default_factory=list)
    """Response headers that identify a request to the vendor's support."""
    routes: dict[str, RouteEntry] = Field(default_factory=dict)
    """Route → claims; the one to start with first."""
    absent: list[AbsentEntry] = Field(default_factory=list)
    """Routes that are not offered."""
    unlisted_routes: Grounded | None = None
    """Given: whatever is not listed is not offered, on this basis."""
    response_fields: list[Named] = Field(default_factory=list)
    """Documented fields of answers beyond the format's own."""
    own_response_fields: list[Named] = Field(default_factory=list)
    """Fields of answers that others of the same format do not send."""
    extensions: list[ExtensionEntry] = Field(default_factory=list)
    """What only this gateway understands."""
    pitfalls: list[PitfallEntry] = Field(default_factory=list)
    """Advice."""
    claims: list[ClaimEntry] = Field(default_factory=list)
    """Everything else that it claims."""
    retirements: list[RetirementEntry] = Field(default_factory=list)
    """Models that are gone, or announced to go."""
    unknown: list[Text] = Field(default_factory=list)
    """What was looked for and not found."""


class GenerationEntry(Body):
    """Where one generation of the documents differs from the rest of the file."""

    about: Text
    """Which documents, and of when."""


class ProfileFile(Body):
    """A provider or a gateway, and what it claims."""

    name: Annotated[str, Field(pattern=CASE_NAME)] | None = None
    """Default: the file's name."""
    title: Text | None = None
    """For people. Default: the name."""
    kind: Literal["provider", "gateway", "proxy", "any"] | None = None
    """Default: gateway."""
    verified: bool | None = None
    """False: too little first-hand text to rely on; the base URL must be given."""
    extends: Text | None = None
    """A profile, by name or path, whose claims hold unless this file says otherwise."""
    price_provider: Text | None = None
    """Provider id in genai-prices; none for gateways, which set their own prices."""
    sources: dict[str, Text] = Field(default_factory=dict)
    """Short name → URL or description."""
    generation: Text | None = None
    """Name of the generation that the file itself describes."""
    generations: dict[str, GenerationEntry] = Field(default_factory=dict)
    """Further generations of contradicting documents, chosen as `profile@generation`."""


def profile_schema() -> dict[str, Any]:
    """JSON Schema of a profile file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ProfileFile.model_json_schema(),
        "title": "migrate-check profile",
    }
