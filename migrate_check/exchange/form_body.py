"""A request's fields as `multipart/form-data`, the same bytes each time."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from migrate_check.domain.json_value import Json

_LINE = b"\r\n"


class Form(NamedTuple):
    """Ready to be sent."""

    content_type: str
    body: bytes


def form_of(fields: Mapping[str, Json]) -> Form:
    """Texts as they are, files as `{file: NAME, type: MIME, base64: …}`, lists as `name[]`.

    null is left out. Raises ValueError for a file whose base64 is none.
    """
    parts = [part for name, value in fields.items() for part in _parts(name, value)]
    boundary = _boundary(parts)
    border = b"--" + boundary.encode()
    body = b"".join(border + _LINE + part + _LINE for part in parts) + border + b"--" + _LINE
    return Form(f"multipart/form-data; boundary={boundary}", body)


def _parts(name: str, value: Json) -> Iterator[bytes]:
    if isinstance(value, list):
        for item in value:
            yield from _parts(f"{name}[]", item)
    elif isinstance(value, dict) and "base64" in value:
        yield _file(name, value)
    elif value is not None:
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
        yield head.encode() + _LINE + _LINE + _text(value).encode("utf-8", "surrogatepass")


def _file(name: str, value: Mapping[str, Json]) -> bytes:
    data = base64.b64decode(str(value["base64"]), validate=True)
    file, kind = str(value.get("file", "file")), str(value.get("type", "application/octet-stream"))
    head = (
        f'Content-Disposition: form-data; name="{_quoted(name)}"; filename="{_quoted(file)}"\r\n'
        f"Content-Type: {kind}"
    )
    return head.encode() + _LINE + _LINE + data


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _boundary(parts: list[bytes]) -> str:
    """Made from the content, so that it is the same each time, and not found in it."""
    content = _LINE.join(parts)
    digest = sha256(content).hexdigest()
    while digest[:32].encode() in content:
        digest = sha256(digest.encode()).hexdigest()
    return f"migrate-check-{digest[:32]}"
