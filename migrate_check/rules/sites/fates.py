"""What becomes of each part of a call at the gateway: also of those that nothing is wrong with."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import (
    UNKNOWN_ROUTE,
    CallSite,
    PartFate,
    PartKind,
    RequestField,
)
from migrate_check.domain.profile import Basis, Fate, FieldClaim, Mark, Profile
from migrate_check.domain.site_requests import fields_of, models_of
from migrate_check.domain.wire_fields import is_content
from migrate_check.profiles.words import fate_text, route_text
from migrate_check.rules.rule import Target
from migrate_check.rules.sites.claims import claim_of, told
from migrate_check.rules.sites.extensions import own_model
from migrate_check.rules.sites.gateway_words import url_kind

NOT_OFFERED = "not-offered"


def fates_of(site: CallSite, target: Target) -> tuple[PartFate, ...]:
    """The fate of route, base URL, models and fields; nothing without a gateway."""
    profile = target.profile
    if profile is None or site.route == UNKNOWN_ROUTE:
        return ()
    return (
        _route(site.route, profile),
        _base_url(site.route, profile),
        *(_model(model, profile) for model in models_of(site)),
        *_fields(site, profile),
    )


def _route(route: str, profile: Profile) -> PartFate:
    claim = profile.routes.get(route)
    if claim is None:
        other = profile.unlisted_routes
        fate = NOT_OFFERED if other is not None else Fate.UNKNOWN
        text = told("other routes are not offered", other) if other else _nothing(profile)
        return PartFate(PartKind.ROUTE, route, fate, text)
    fate = {True: Fate.SUPPORTED, False: NOT_OFFERED, None: Fate.UNKNOWN}[claim.offered]
    text = told(route_text(claim).removesuffix("."), claim.basis)
    return PartFate(PartKind.ROUTE, route, str(fate), text)


def _base_url(route: str, profile: Profile) -> PartFate:
    kind = url_kind(route)
    base = next((one for one in profile.base_urls if one.client == kind), None)
    if base is None:
        return PartFate(PartKind.BASE_URL, kind, Fate.UNKNOWN, _nothing(profile))
    if base.url is not None:
        return PartFate(PartKind.BASE_URL, kind, Fate.SUPPORTED, told(base.url, base.basis))
    fate = Fate.UNKNOWN if base.basis.mark is Mark.UNKNOWN else NOT_OFFERED
    return PartFate(PartKind.BASE_URL, kind, str(fate), told("no base URL", base.basis))


def _model(model: str, profile: Profile) -> PartFate:
    """Profiles list no models: only those that the gateway made up are known."""
    own = own_model(profile, model)
    if own is not None:
        return PartFate(PartKind.MODEL, model, Fate.SUPPORTED, told(own.about, own.basis))
    text = "profiles list no models; look it up: migrate-check doctor"
    return PartFate(PartKind.MODEL, model, Fate.UNKNOWN, text)


def _fields(site: CallSite, profile: Profile) -> Iterator[PartFate]:
    for field in fields_of(site):
        claim = claim_of(site, field, profile)
        yield _field(site, field, claim, profile)


def _field(
    site: CallSite, field: RequestField, claim: FieldClaim | None, profile: Profile
) -> PartFate:
    route = profile.routes.get(site.route)
    if claim is not None:
        text = told(fate_text(claim), claim.basis)
        return PartFate(PartKind.FIELD, field.name, claim.fate.value, text)
    offered: Basis | None = route.basis if route is not None and route.offered else None
    if offered is not None and is_content(site.route, field.name):
        text = told("what the route is for", offered)
        return PartFate(PartKind.FIELD, field.name, Fate.SUPPORTED, text)
    return PartFate(PartKind.FIELD, field.name, Fate.UNKNOWN, _nothing(profile))


def _nothing(profile: Profile) -> str:
    return f"no claim in profile {profile.name}"
