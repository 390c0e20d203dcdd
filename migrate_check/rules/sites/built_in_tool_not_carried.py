"""The rule built-in-tool-not-carried."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, RequestField, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate, FieldClaim, Profile
from migrate_check.domain.site_requests import fields_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import claim_of, route_claim, told

_SAID = {
    Fate.REJECTED: "{gateway} refuses {tool}.",
    Fate.DROPPED: "{gateway} drops {tool}.",
    Fate.CHANGED: "{gateway} alters {tool} on the way.",
    Fate.PROVIDER_SPECIFIC: "{gateway} carries {tool} for some providers only.",
    Fate.MODEL_DEPENDENT: "{gateway} carries {tool} for some models only.",
    Fate.UNKNOWN: "{gateway} says nothing of {tool}.",
}
_DATE = re.compile(r"_\d{8}$")
_ORDINARY = frozenset({"tools:function", "tools:custom"})


@site_rule(Severity.ERROR)
def built_in_tool_not_carried(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code uses a tool that the provider runs itself, and the gateway does not carry it.

    ## Why it matters
    Web search, code execution, file search and computer use are services of one provider. A
    gateway can hand them on only on that provider's own route, and often does not.

    ## Who breaks
    The whole feature that the tool makes: the call fails, or the model answers without it.

    ## Example
    `tools=[{"type": "web_search_preview"}]` on a gateway that knows tools of type function only.

    ## When to accept it
    The call stays at the provider, or your own function takes the tool's place.

    ## Source
    https://developers.openai.com/api/docs/guides/tools
    """
    profile = target.profile
    if profile is None or not target.moves(site.client) or route_claim(site, target) is None:
        return
    for field in fields_of(site):
        if not field.name.startswith("tools:") or field.name in _ORDINARY:
            continue
        claim = _claim(site, field, profile)
        if claim is not None and claim.fate is Fate.SUPPORTED:
            continue
        yield SiteAnswer(
            _said(claim, profile, field.name.removeprefix("tools:")),
            "Keep this call at its provider, or offer a function of your own in its place.",
            field.name,
            line=field.line,
            severity=_weight(claim),
            claim=_source(claim, field.name, profile),
        )


def _claim(site: CallSite, field: RequestField, profile: Profile) -> FieldClaim | None:
    """By the tool's own type, or by its name without the date: `web_search_20250305`."""
    route = profile.routes.get(site.route)
    undated = _DATE.sub("", field.name)
    if route is not None and field.name not in route.fields and undated in route.fields:
        return route.fields[undated]
    return claim_of(site, field, profile)


def _said(claim: FieldClaim | None, profile: Profile, kind: str) -> str:
    words = _SAID[claim.fate if claim else Fate.UNKNOWN]
    return words.format(gateway=profile.title, tool=f"the built-in tool `{kind}`")


def _weight(claim: FieldClaim | None) -> Severity:
    lost = claim is not None and claim.fate in (Fate.REJECTED, Fate.DROPPED)
    first_hand = claim is not None and claim.basis.mark.first_hand
    return Severity.ERROR if lost and first_hand else Severity.WARNING


def _source(claim: FieldClaim | None, name: str, profile: Profile) -> str:
    if claim is None:
        return f"{name}: no claim in profile {profile.name}"
    return told(f"{claim.name}: {claim.fate.value}", claim.basis)
