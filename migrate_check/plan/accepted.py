"""The file of accepted findings: who accepts what, why, and until when."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from migrate_check.domain.errors import ConfigError
from migrate_check.domain.verdict import Acceptance
from migrate_check.plan.document import Document
from migrate_check.plan.fields import Entry, shown
from migrate_check.plan.validate import validated
from migrate_check.plan.yaml_document import read_yaml

HEADER = """\
# Findings that the team accepts. Add one with `migrate-check accept FINGERPRINT`.
# After `expires` a finding counts again.
accepted:
"""

_NEEDS_ESCAPE = re.compile("[\x7f-\x9f\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def _fingerprint(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("write the fingerprint in quotes: 12 hex digits can look like a number")
    if not re.fullmatch("[0-9a-f]{12}", value):
        raise ValueError(f"expected 12 hex digits in quotes, got {shown(value)}")
    return value


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"expected a date such as 2027-01-31, got {shown(value)}")


Text = Annotated[str, Field(pattern=r"\S")]


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
    expires: Annotated[
        date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
    ]
    """Last day, YYYY-MM-DD, on which it is accepted."""


class AcceptedFile(Entry):
    """Findings that the team accepts."""

    accepted: list[AcceptedEntry] | None = None


def read_acceptances(text: str | bytes, source: str) -> tuple[Acceptance, ...]:
    """The acceptances in file order; none for an empty file. Raises ConfigError."""
    document = read_yaml(text, source, ConfigError)
    if document.value is None:
        return ()
    entries = validated(AcceptedFile, document).accepted or []
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
    for known in read_acceptances(text, acceptance.source):
        if known.fingerprint == acceptance.fingerprint:
            raise ConfigError(
                f"{known.source}: {known.fingerprint} is already accepted until "
                f"{known.expires.isoformat()}; edit or remove that entry"
            )
    if not re.search(r"^accepted:", text, re.MULTILINE):
        text = text + ("\n" if text and not text.endswith("\n") else "") + HEADER
    if not text.endswith("\n"):
        text += "\n"
    added = text + _entry(acceptance)
    # The file may be laid out in a way that an appended block does not fit, such as `accepted: []`.
    read_acceptances(added, acceptance.source)
    return added


def _entry(acceptance: Acceptance) -> str:
    return (
        f"  - fingerprint: {_quoted(acceptance.fingerprint)}\n"
        f"    rule: {_quoted(acceptance.rule)}\n"
        f"    reason: {_quoted(acceptance.reason)}\n"
        f"    owner: {_quoted(acceptance.owner)}\n"
        f"    expires: {acceptance.expires.isoformat()}\n"
    )


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: a JSON string, plus what YAML does not print."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _NEEDS_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
