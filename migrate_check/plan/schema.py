"""The grammar of a scenario file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from migrate_check.domain.scenario import Auth
from migrate_check.plan.fields import CASE_NAME, ROOT_PATH, Entry, RouteName, shown


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

    @model_validator(mode="after")
    def _one_of_both(self) -> TurnEntry:
        if (self.tool_results is None) == (self.user is None):
            raise ValueError("a next turn needs either `tool_results` or `user`")
        return self


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
    """Which key is sent: `valid` (default), `invalid` or `missing`."""
    expects: Literal["reply", "error"] = "reply"
    """`reply` (default), or `error` where the request is wrong on purpose."""
    path: Annotated[str, Field(pattern=ROOT_PATH)] | None = None
    """Path from the server's root, instead of the route's own."""


class ScenarioFile(Entry):
    """A scenario: cases of one route that are worth comparing together."""

    route: RouteName
    """Wire format and endpoint of all cases."""
    about: str = ""
    """One sentence."""
    cases: Annotated[list[CaseEntry], Field(min_length=1)]
    """Sent in this order, again for each repeat."""
