"""The request of a drafted scenario: what the code sends, with a harmless prompt."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migrate_check.domain.json_value import Json
from migrate_check.domain.wire_fields import STATEFUL, is_content
from migrate_check.plan.header_lines import line_problem, names_credential
from migrate_check.plan.stub_values import CHOICES, FUNCTIONS, OWN_WORDS, USUAL, built_in_tool

IsSecret = Callable[[str], bool]
Fields = Mapping[str, str | None]
"""Wire name → literal JSON; None where it is not known."""

_QUESTION = "What is the capital of France? Answer in one sentence."
_JSON_QUESTION = 'What is the capital of France? Answer as JSON with the key "capital".'
_TOOL_QUESTION = "Please use get_weather for Paris."
_SYSTEM = "You answer in one sentence."
_HEADER, _TOOL = "header:", "tools:"
_ABOUT_TOOLS = frozenset({"function_call", "parallel_tool_calls", "toolConfig", "tool_choice"})


@dataclass(slots=True)
class Draft:
    """One request as far as the code tells it."""

    request: dict[str, Json]
    """Empty on routes that are asked with GET."""
    headers: dict[str, str] = field(default_factory=dict)
    by_reference: bool = False
    multipart: bool = False
    left_out: list[str] = field(default_factory=list)
    """Fields that nobody but the caller can fill in."""


def draft(route: str, fields: Fields, is_secret: IsSecret) -> Draft:
    """The request of these fields on this route. Deterministic; holds nobody's text and no key."""
    if route == "models":
        return Draft({})
    made = Draft(_question(route, fields), multipart=route == "audio-transcription")
    for name in sorted(fields, key=lambda name: (name.count("."), name)):
        if not is_content(route, name) and name != "cache_control":
            _add(made, route, name, fields)
    _add_tools(made, route, fields)
    _make_room(made, fields)
    _without_secrets(made, is_secret)
    return made


def _add(made: Draft, route: str, name: str, fields: Fields) -> None:
    if name.startswith(_HEADER):
        _add_header(made, name.removeprefix(_HEADER), fields[name])
    elif _is_tool(name):
        return  # Added together.
    elif name.partition(".")[0] in STATEFUL:
        _add_reference(made, route, name)
    elif name in _ABOUT_TOOLS and not _has_tools(fields):
        made.left_out.append(name)
    else:
        value = _value(route, name, fields)
        if value is None:
            made.left_out.append(name)
        else:
            _put(made.request, name, value)


def _question(route: str, fields: Fields) -> dict[str, Json]:
    text = _text(fields)
    body: dict[str, Json] = {} if route == "gemini" else {"model": "${model}"}
    body |= _ROUTE_CONTENT.get(route, {})
    if route in ("openai-chat", "anthropic-messages", "anthropic-count-tokens"):
        body["messages"] = [{"role": "user", "content": text}]
    elif route == "gemini":
        body["contents"] = [{"role": "user", "parts": [{"text": text}]}]
    elif route == "openai-responses":
        body["input"] = text
    return body | _system(route, fields)


def _text(fields: Fields) -> str:
    if "tools" in fields:
        return _TOOL_QUESTION
    forms = ("response_format", "responseMimeType", "responseSchema", "output_config", "text")
    wants_json = any(part in forms for name in fields for part in name.split("."))
    return _JSON_QUESTION if wants_json else _QUESTION


def _system(route: str, fields: Fields) -> dict[str, Json]:
    """Instructions where the code gives some, or marks them for the cache."""
    if route in ("anthropic-messages", "anthropic-count-tokens"):
        if "cache_control" in fields:
            mark: Json = {"type": "ephemeral"}
            return {"system": [{"type": "text", "text": _SYSTEM, "cache_control": mark}]}
        return {"system": _SYSTEM} if "system" in fields else {}
    if route == "gemini" and "systemInstruction" in fields:
        return {"systemInstruction": {"parts": [{"text": _SYSTEM}]}}
    if route == "openai-responses" and "instructions" in fields:
        return {"instructions": _SYSTEM}
    return {}


def _silence() -> str:
    """A sound of an eighth of a second: a WAV file of 1,000 samples."""
    samples = b"\x80" * 1000
    head = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt "
    form = bytes.fromhex("10000000 0100 0100 401f0000 401f0000 0100 0800")
    data = b"data" + len(samples).to_bytes(4, "little") + samples
    return base64.b64encode(head + form + data).decode()


_ROUTE_CONTENT: dict[str, dict[str, Json]] = {
    "anthropic-messages": {"max_tokens": 256},
    "openai-completions": {"prompt": "Q: What is the capital of France?\nA:"},
    "embeddings": {"input": "The quick brown fox jumps over the lazy dog."},
    "images": {"prompt": "A red square"},
    "audio-speech": {"input": "Good morning, and welcome.", "voice": "alloy"},
    "audio-transcription": {
        "file": {"file": "silence.wav", "type": "audio/wav", "base64": _silence()}
    },
}


def _add_header(made: Draft, name: str, literal: str | None) -> None:
    text = _read(literal)
    usable = isinstance(text, str) and not line_problem(name, text) and "${" not in text
    if usable and not names_credential(name):
        made.headers[name] = str(text)
    else:
        made.left_out.append(f"{_HEADER}{name}")


def _add_tools(made: Draft, route: str, fields: Fields) -> None:
    """The built-in tools that the code names, or else a function."""
    kinds = sorted(name.removeprefix(_TOOL) for name in fields if name.startswith(_TOOL))
    tools: list[Json] = []
    for kind in kinds:
        tool = built_in_tool(route, kind)
        if tool is None:
            made.left_out.append(f"{_TOOL}{kind}")
        else:
            tools.append(tool)
    if "tools" in fields and not kinds and route in FUNCTIONS:
        tools = [FUNCTIONS[route]]
    if tools:
        made.request["tools"] = tools
    elif "tools" in fields and not kinds:
        made.left_out.append("tools")


def _is_tool(name: str) -> bool:
    return name == "tools" or name.startswith(_TOOL)


def _has_tools(fields: Fields) -> bool:
    return any(_is_tool(name) for name in fields)


def _add_reference(made: Draft, route: str, name: str) -> None:
    if route == "openai-responses" and name == "previous_response_id":
        made.by_reference = True
    else:
        made.left_out.append(name)


def _value(route: str, name: str, fields: Fields) -> Json:
    """The code's own value, else a usual one; None where there is neither."""
    last = name.rpartition(".")[2]
    literal = _read(fields[name])
    if last in ("tool_choice", "function_call") and not isinstance(literal, str):
        return CHOICES.get(route, "auto")
    if literal is not None and name.partition(".")[0] not in OWN_WORDS:
        return _escaped(literal)
    if any(other.startswith(f"{name}.") for other in fields) and last not in USUAL:
        return {}
    return USUAL.get(last)


def _put(body: dict[str, Json], name: str, value: Json) -> None:
    """Set `above.key`. What the field around it says already stays."""
    *above, last = name.split(".")
    if not above:
        body[last] = value
        return
    for part in above:
        inner = body.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        body = inner
    body.setdefault(last, value)


def _make_room(made: Draft, fields: Fields) -> None:
    """Thoughts count as output, so a limit of ours must leave room for them."""
    thinking = made.request.get("thinking")
    budget = thinking.get("budget_tokens") if isinstance(thinking, dict) else None
    if isinstance(budget, int) and _read(fields.get("max_tokens")) is None:
        made.request["max_tokens"] = budget + 256


def _read(literal: str | None) -> Json:
    """None for what is not known, or cut off."""
    try:
        value: Json = json.loads(literal or "null")
    except ValueError:
        return None
    return value


def _escaped(value: Json) -> Json:
    """A `${` of the code's own is no placeholder of ours."""
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    if isinstance(value, dict):
        return {key: _escaped(item) for key, item in value.items()}
    return value


def _without_secrets(made: Draft, is_secret: IsSecret) -> None:
    body = {name: json.dumps(value) for name, value in made.request.items() if name != "file"}
    for name in [name for name, text in body.items() if is_secret(text)]:
        del made.request[name]
        made.left_out.append(name)
    for name in [name for name, value in made.headers.items() if is_secret(value)]:
        del made.headers[name]
        made.left_out.append(f"{_HEADER}{name}")
