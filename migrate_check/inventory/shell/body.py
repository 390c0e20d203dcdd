"""What a script's request has in its body: fields, model, streaming."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from migrate_check.domain.call_site import Certainty, Fact, RequestField
from migrate_check.inventory.body_fields import body_fields
from migrate_check.inventory.loose_json import Loose, parse_loose
from migrate_check.inventory.shell.requests import HTTPIE, HttpRequest
from migrate_check.inventory.shell.script import Command
from migrate_check.inventory.shell.values import Value

NOT_NAMED = "not named"
NOT_SEEN = "in a body that is not seen in the code"
ReadText = Callable[[str], str | None]


@dataclass(slots=True)
class Body:
    """The parts of one request's body."""

    values: dict[str, Loose] = field(default_factory=dict)
    fields: dict[str, RequestField] = field(default_factory=dict)
    model_text: Value | None = None
    """The text that the model stands in, for how it is known."""
    not_known: list[str] = field(default_factory=list)


def body_of(command: Command, request: HttpRequest, route: str, read_text: ReadText) -> Body:
    """The body as the command line, its input, variables and small files say."""
    body = Body()
    for written, line in request.bodies:
        text = _text(written, command, read_text)
        parsed = parse_loose(text.text) if text is not None else None
        if text is not None and isinstance(parsed, dict):
            _add(body, parsed, text, text.written_at or line, route)
        elif not request.in_query and not _is_form(text):
            body.not_known.append(f"body {written.shown()[:60]}")
    for item, line in request.forms:
        name, mark, value = item.text.partition("=")
        if mark and request.program == HTTPIE and not item.text.startswith("-"):
            _add(body, {name: value}, item, line, route)
        elif mark:
            plain = {name: value.partition(";")[0]} if value[:1] not in "@<" else {name: None}
            _add(body, dict(plain), item, line, route)
    return body


def _is_form(text: Value | None) -> bool:
    """Whether it is known, and no JSON: nothing in it can be a field."""
    return text is not None and text.known and not text.text.lstrip().startswith(("{", "["))


def _text(value: Value, command: Command, read_text: ReadText) -> Value | None:
    if not value.text.startswith("@"):
        return value
    if value.text in ("@-", "@/dev/stdin"):
        return command.stdin
    text = read_text(value.text[1:]) if value.known else None
    return None if text is None else Value(text, Certainty.RESOLVED, f"file {value.text[1:]}")


def _add(body: Body, parsed: dict[str, Loose], text: Value, line: int, route: str) -> None:
    body.values |= parsed
    for found in body_fields(parsed, route, line):
        certainty = text.certainty if text.known else Certainty.LITERAL
        body.fields[found.name] = RequestField(
            found.name, found.value, certainty, found.line, found.written
        )
    if "model" in parsed:
        body.model_text = text


_MODEL_IN_PATH = re.compile(r"/(?:models|deployments|model)/([^/:?]+)(?:[:/]|$)")


def model_of(body: Body, url: Value, route: str) -> Fact:
    """The model that the body or the URL names."""
    value = body.values.get("model")
    if isinstance(value, str) and body.model_text is not None:
        return body.model_text.about(value).fact()
    if value is not None:
        return Fact(None, Certainty.UNKNOWN, "not seen in the code")
    if route != "models" and (found := _MODEL_IN_PATH.search(url.text.partition("?")[0])):
        return url.cut(*found.span(1)).fact()
    if body.not_known:
        return Fact(None, Certainty.UNKNOWN, NOT_SEEN)
    return Fact(None, Certainty.UNKNOWN, NOT_NAMED)


def streaming_of(body: Body, url: Value, route: str) -> Fact:
    """Whether the answer is streamed."""
    if "streamgeneratecontent" in url.text.lower() or "-stream" in url.text.rpartition("/")[2]:
        return Fact("true", Certainty.LITERAL, "the URL")
    value = body.values.get("stream")
    if isinstance(value, str) and value in ("true", "false"):
        return Fact(value, Certainty.LITERAL, "literal")
    if isinstance(value, bool):
        return Fact("true" if value else "false", Certainty.LITERAL, "literal")
    if value is not None or body.not_known:
        return Fact(None, Certainty.UNKNOWN, "not seen in the code")
    return Fact("false", Certainty.RESOLVED, "not asked for")
