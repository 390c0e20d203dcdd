"""The file of accepted findings: who accepts what, why, and until when."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from migrate_check.documents.document import Document
from migrate_check.documents.entry import NOT_BLANK, Day, Entry, shown
from migrate_check.documents.validate import validated
from migrate_check.documents.yaml_document import read_yaml
from migrate_check.domain.errors import ConfigError
from migrate_check.domain.verdict import Acceptance

HEADER = """\
# Findings that the team accepts. Add one with `migrate-check accept FINGERPRINT`.
# After the day `expires` a finding counts again.
"""

_NEEDS_ESCAPE = re.compile("[\x7f-\x9f\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def _fingerprint(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("write the fingerprint in quotes: 12 hex digits can look like a number")
    if not re.fullmatch("[0-9a-f]{12}", value):
        raise ValueError(f"expected 12 hex digits in quotes, got {shown(value)}")
    return value


Text = Annotated[str, Field(pattern=NOT_BLANK)]


class AcceptedEntry(Entry):
    """One accepted finding."""

    fingerprint: Annotated[
        str,
        BeforeValidator(_fingerprint),
        WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{12}$"}),
    ]
    """12 hex digits, as every report prints them."""
    rule: Text
    """The finding's rule, for readers of this file."""
    reason: Text
    """Why the difference does no harm here."""
    owner: Text
    """Who answers for it."""
    expires: Day
    """Last day, YYYY-MM-DD, on which it is accepted."""


class AcceptedFile(Entry):
    """Findings that the team accepts."""

    accepted: list[AcceptedEntry]


def read_acceptances(text: str | bytes, source: str) -> tuple[Acceptance, ...]:
    """The acceptances in file order; none for an empty file. Raises ConfigError."""
    read = read_yaml(text, source, ConfigError)
    if read.value is None:
        return ()
    document = Document(
        value={"accepted": read.value},
        source=source,
        places={("accepted", *path): place for path, place in read.places.items()},
        error=ConfigError,
    )
    entries = validated(AcceptedFile, document).accepted
    _refuse_repeated(entries, document)
    return tuple(
        Acceptance(**dict(entry), source=document.place(("accepted", index)))
        for index, entry in enumerate(entries)
    )


def _refuse_repeated(entries: list[AcceptedEntry], document: Document) -> None:
    seen: dict[str, str] = {}
    for index, entry in enumerate(entries):
        place = document.place(("accepted", index))
        if entry.fingerprint in seen:
            message = f"{entry.fingerprint} is accepted twice, first at {seen[entry.fingerprint]}"
            raise document.fail(("accepted", index), f"{message}; remove one")
        seen[entry.fingerprint] = place


def append_acceptance(text: str, acceptance: Acceptance) -> str:
    """The file's text with one more entry at its end; everything before it stays as it is.

    Raises ConfigError when the text is not valid, or already accepts the fingerprint.
    """
    known = read_acceptances(text, acceptance.source)
    for entry in known:
        if entry.fingerprint == acceptance.fingerprint:
            raise ConfigError(
                f"{entry.source}: {entry.fingerprint} is already accepted until "
                f"{entry.expires.isoformat()}; edit or remove that entry"
            )
    added = _extended(text or HEADER, acceptance)
    if not _reads_back(added, known, acceptance):
        raise ConfigError(
            f"{acceptance.source}: the file is laid out in a way that cannot be extended; "
            "write it as a list whose entries start with `- fingerprint:`"
        )
    return added


def _reads_back(added: str, known: tuple[Acceptance, ...], acceptance: Acceptance) -> bool:
    try:
        entries = read_acceptances(added, acceptance.source)
    except ConfigError:
        return False
    return [replace(entry, source="") for entry in entries] == [
        replace(entry, source="") for entry in (*known, acceptance)
    ]


def _extended(text: str, acceptance: Acceptance) -> str:
    indent = match[1] if (match := re.search("^( *)- ", text, re.MULTILINE)) else ""
    lines = (
        f"- fingerprint: {_quoted(acceptance.fingerprint)}",
        f"  rule: {_quoted(acceptance.rule)}",
        f"  reason: {_quoted(acceptance.reason)}",
        f"  owner: {_quoted(acceptance.owner)}",
        f"  expires: {acceptance.expires.isoformat()}",
    )
    ending = "" if text.endswith("\n") else "\n"
    return text + ending + "".join(f"{indent}{line}\n" for line in lines)


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: a JSON string, plus what YAML does not print."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _NEEDS_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
