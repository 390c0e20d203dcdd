"""Whether a finding of a run is about what a call site sends or reads."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_check.domain.call_site import CallSite, Certainty
from migrate_check.domain.finding import Finding
from migrate_check.domain.site_requests import fields_of
from migrate_check.domain.wire_fields import is_content, is_default
from migrate_check.gate.run_evidence import SentCase

_ORDINARY = frozenset(
    {
        "encoding_format",
        "generationConfig",
        "max_completion_tokens",
        "max_output_tokens",
        "max_tokens",
        "temperature",
        "voice",
    }
)
"""Fields that scenarios send for order's sake: a finding of such a case is not about them."""


def concerns(finding: Finding, site: CallSite, cases: Sequence[SentCase]) -> bool:
    """Whether the finding is about the site: the same route, and one of

    - a place of the answer that the site reads,
    - a parameter that the site sends,
    - a case that sends nothing special which the site does not send, in the same form.

    A case that is wrong on purpose is about the site only where the site reads the place.
    """
    if finding.route != site.route:
        return False
    if _is_read(finding.location, site):
        return True
    names = {field.name for field in fields_of(site) if not is_default(field.name, field.value)}
    if finding.family == "parameters":
        return _is_sent(finding.location, names)
    if not finding.cases:
        return True
    keys = {key.partition("#")[0] for key in finding.cases}
    return any(
        _same_form(case, site) and special(site.route, case) <= names
        for case in cases
        if case.case_id in keys and not case.wrong_on_purpose and not case.kinds
    )


def special(route: str, case: SentCase) -> frozenset[str]:
    """The fields by which a case differs from the plainest request of its route."""
    return frozenset(
        name
        for name, values in case.fields.items()
        if "." not in name.removeprefix("header:")
        and name not in _ORDINARY
        and not is_content(route, name)
        and not all(is_default(name, value) for value in values)
    )


def _is_read(location: str, site: CallSite) -> bool:
    place = location.removeprefix("body ").strip()
    return bool(place) and any(
        place == read.path or _within(place, read.path) or _within(read.path, place)
        for read in site.reads
    )


def _within(path: str, above: str) -> bool:
    return path.startswith((f"{above}.", f"{above}["))


def _is_sent(parameter: str, names: set[str]) -> bool:
    return any(
        parameter == name or _within(name, parameter) or _within(parameter, name) for name in names
    )


def _same_form(case: SentCase, site: CallSite) -> bool:
    if site.streaming.certainty not in (Certainty.LITERAL, Certainty.RESOLVED):
        return True
    return {"true": True, "false": False}.get(
        site.streaming.value or "", case.stream
    ) is case.stream
