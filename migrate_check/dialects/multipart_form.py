"""Reading `multipart/form-data`: what a request with files asks for."""

from __future__ import annotations

import re

from migrate_check.domain.json_value import Json

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_NAME = re.compile(r'\bname="((?:[^"\\]|\\.)*)"')
_FILE = re.compile(r'\bfilename="((?:[^"\\]|\\.)*)"')
_TYPE = re.compile(r"^content-type:\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)


def read_form(data: bytes, content_type: str) -> dict[str, Json] | None:
    """The fields: texts, and for a file its name, type and number of bytes. None for no form.

    Fields named `name[]` are gathered in a list under the bare name.
    """
    fields: dict[str, Json] = {}
    parts = form_parts(data, content_type)
    if parts is None:
        return None
    for head, content in parts:
        found = _NAME.search(head)
        if found is None:
            continue
        name, value = found[1], _value(head, content)
        if name.endswith("[]"):
            gathered = fields.setdefault(name[:-2], [])
            if isinstance(gathered, list):
                gathered.append(value)
        else:
            fields[name] = value
    return fields


def form_parts(data: bytes, content_type: str) -> list[tuple[str, bytes]] | None:
    """Head and content of each part. None when the content type is that of no form."""
    found = _BOUNDARY.search(content_type)
    if found is None or "multipart/form-data" not in content_type.lower():
        return None
    border = b"\r\n--" + found[1].strip().encode("latin-1", "replace")
    parts: list[tuple[str, bytes]] = []
    for piece in (b"\r\n" + data).split(border)[1:]:
        if piece.startswith(b"--"):
            break
        head, _, content = piece.partition(b"\r\n\r\n")
        parts.append((head.decode("utf-8", "replace").strip(), content))
    return parts


def _value(head: str, content: bytes) -> Json:
    file = _FILE.search(head)
    if file is None:
        return content.decode("utf-8", "replace")
    kind = _TYPE.search(head)
    return {"file": file[1], "type": kind[1].strip() if kind else None, "bytes": len(content)}
