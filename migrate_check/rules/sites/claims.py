"""What a profile claims of the fields that a call site sends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrate_check.domain.call_site import CallSite, Certainty, RequestField
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Basis, Fate, FieldClaim, Profile, RouteClaim
from migrate_check.domain.site_requests import fields_of
from migrate_check.domain.wire_fields import is_content, is_default
from migrate_check.rules.rule import Target

_LIMIT = re.compile(
    r"(?P<word>above|over|more than|greater than|below|under|less than|from|at least|up to) "
    r"(?P<number>-?\d+(?:\.\d+)?)"
)
_TESTS = {
    "above": float.__gt__,
    "over": float.__gt__,
    "more than": float.__gt__,
    "greater than": float.__gt__,
    "below": float.__lt__,
    "under": float.__lt__,
    "less than": float.__lt__,
    "from": float.__ge__,
    "at least": float.__ge__,
    "up to": float.__le__,
}
_VALUES = ("true", "false")
_SURE = (Certainty.LITERAL, Certainty.RESOLVED)


@dataclass(frozen=True, slots=True)
class Fated:
    """A field of a call site with what its fate is said to be."""

    profile: Profile
    field: RequestField
    claim: FieldClaim
    open_condition: str | None
    """The claim's condition, where the code does not tell whether it holds."""

    @property
    def severity(self) -> Severity:
        """No more than a warning where the claim or the field itself is not certain."""
        certain = self.open_condition is None and self.field.certainty in _SURE
        return Severity.ERROR if certain and self.claim.basis.mark.first_hand else Severity.WARNING

    @property
    def shown(self) -> str:
        """The field as it is sent: `n=3`."""
        value = self.field.value
        return f"`{self.field.name}`" if value is None else f"`{self.field.name}={value}`"

    @property
    def condition(self) -> str:
        """For the end of a sentence."""
        return f" ({self.open_condition})" if self.open_condition else ""

    @property
    def source(self) -> str:
        """The claim with its mark and source."""
        return told(f"{self.claim.name}: {self.claim.fate.value}", self.claim.basis)


def told(claim: str, basis: Basis) -> str:
    """A claim for a person: `seed: dropped [seen_doc, https://…]`."""
    parts = [basis.mark.value, basis.source or "", basis.note or ""]
    return f"{claim} [{', '.join(part for part in parts if part)}]"


def route_claim(site: CallSite, target: Target) -> RouteClaim | None:
    """What the profile says of the site's route, where it is offered or may be."""
    claim = target.profile.routes.get(site.route) if target.profile else None
    return claim if claim is not None and claim.offered is not False else None


def judged_fields(site: CallSite) -> Iterator[RequestField]:
    """The fields that can have a fate of their own: no content, no value that is the default."""
    for field in fields_of(site):
        if not is_content(site.route, field.name) and not is_default(field.name, field.value):
            yield field


def fates(site: CallSite, target: Target, *wanted: Fate) -> Iterator[Fated]:
    """The claims of these fates about what the site sends; built-in tools have their own rule.

    A part of a field (`response_format.type`) is passed over where the claim is about the whole
    and the site sends that too.
    """
    if target.profile is None or route_claim(site, target) is None:
        return
    names = {field.name for field in fields_of(site)}
    for field in judged_fields(site):
        claim = claim_of(site, field, target.profile)
        if claim is None or claim.fate not in wanted or field.name.startswith("tools:"):
            continue
        if _told_of_the_whole(field.name, claim, names, target.profile, site.route):
            continue
        holds = _holds(claim.when, field.value)
        if holds is not False:
            yield Fated(target.profile, field, claim, None if holds else claim.when)


def claim_of(site: CallSite, field: RequestField, profile: Profile) -> FieldClaim | None:
    """The claim about a field. What holds for unlisted fields of a body holds for no header."""
    claim = profile.field_claim(site.route, field.name)
    route = profile.routes.get(site.route)
    if field.name.startswith("header:") and route is not None and claim is route.unlisted:
        return None
    return claim


def _told_of_the_whole(
    name: str, claim: FieldClaim, names: set[str], profile: Profile, route: str
) -> bool:
    above = name.rpartition(".")[0]
    return bool(above) and above in names and profile.field_claim(route, above) is claim


def _holds(when: str | None, value: str | None) -> bool | None:
    """Whether the claim's condition holds for the value; None: it cannot be told.

    Conditions are for people. Those that begin with a limit, or are a value, are understood.
    """
    words = (when or "always").strip().lower()
    if words == "always" or words == value:
        return True
    match = _LIMIT.match(words)
    number = _number(value)
    if match is not None and number is not None:
        within = _TESTS[match["word"]](number, float(match["number"]))
        return within and (True if match.end() == len(words) else None)
    return False if words in _VALUES and value in _VALUES else None


def _number(value: str | None) -> float | None:
    try:
        read = json.loads(value or "null")
    except ValueError:
        return None
    return float(read) if isinstance(read, int | float) and not isinstance(read, bool) else None
