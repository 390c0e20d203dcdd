"""Claims in words, as commands and reports say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_check.domain.profile import (
    BaseUrl,
    Basis,
    Claim,
    Fate,
    FieldClaim,
    Profile,
    Retirement,
    RouteClaim,
)

ALL_OTHERS = "*"
"""Name of the claim about fields that are not listed."""

_FATES = {
    Fate.SUPPORTED: "supported",
    Fate.DROPPED: "accepted and silently dropped",
    Fate.REJECTED: "answered with an error",
    Fate.CHANGED: "carried, but altered",
    Fate.PROVIDER_SPECIFIC: "works only for some providers",
    Fate.MODEL_DEPENDENT: "works only for some models",
    Fate.UNKNOWN: "unknown",
}


def route_text(claim: RouteClaim) -> str:
    """One sentence about a route."""
    if claim.offered is None:
        return f"Whether {claim.route} is offered is unknown."
    at = f" at {claim.path}" if claim.path and claim.offered else ""
    return f"{claim.route} is {'' if claim.offered else 'not '}offered{at}."


def stream_text(claim: RouteClaim) -> str:
    """One sentence about streaming."""
    return f"{claim.route} {'streams' if claim.streams else 'never streams'}."


def field_text(route: str, claim: FieldClaim) -> str:
    """One sentence about a request field."""
    name = "Fields that are not listed" if claim.name == ALL_OTHERS else f"`{claim.name}`"
    return f"{name} on {route}: {fate_text(claim)}."


def fate_text(claim: FieldClaim) -> str:
    """The fate with its conditions, without a full stop."""
    only = f"works only for {', '.join(claim.only_for)}" if claim.only_for else _FATES[claim.fate]
    return f"{only} ({claim.when})" if claim.when else only


def all_claims(profile: Profile) -> Iterator[Claim]:
    """Every claim of the profile with a stable id and its basis, in order."""
    for base in profile.base_urls:
        yield base_url_claim(base)
    for route in profile.routes.values():
        yield from _route_claims(route)
    for path, basis in response_fields(profile):
        yield Claim(f"response-field:{path}", f"Answers may have `{path}`.", basis)
    for one in profile.extensions:
        text = f"{one.kind} {one.pattern}: {one.about}"
        yield Claim(f"extension:{one.kind}:{one.pattern}", text, one.basis)
    for pitfall in profile.pitfalls:
        yield Claim(f"pitfall:{pitfall.id}", pitfall.text, pitfall.basis)
    yield from profile.claims
    for end in profile.retirements.values():
        yield Claim(f"retirement:{end.model}", f"{end.model} is {end_text(end)}.", end.basis)
    if profile.unlisted_routes is not None:
        yield Claim("route:*", "Other routes are not offered.", profile.unlisted_routes)


def end_text(end: Retirement) -> str:
    """When a model ends, without a full stop. It is true before that day and after it."""
    return f"shut down on {end.on.isoformat()}"


def base_url_claim(base: BaseUrl) -> Claim:
    """The claim that a kind of client uses this URL."""
    text = f"Base URL for {base.client}: {base.url or 'none known'}"
    return Claim(f"base-url:{base.client}", text, base.basis)


def response_fields(profile: Profile) -> Iterator[tuple[str, Basis]]:
    """Fields of answers that the profile names, each once."""
    yield from {**profile.response_fields, **profile.own_response_fields}.items()


def _route_claims(route: RouteClaim) -> Iterator[Claim]:
    yield Claim(f"route:{route.route}", route_text(route), route.basis)
    if route.streams is not None and route.offered is not False:
        basis = replace(route.basis, note=None)
        yield Claim(f"streaming:{route.route}", stream_text(route), basis)
    for claim in fields_of(route):
        text = field_text(route.route, claim)
        yield Claim(f"field:{route.route}:{claim.name}", text, claim.basis)


def fields_of(route: RouteClaim) -> tuple[FieldClaim, ...]:
    """The claims about fields, the one about all others last."""
    return (*route.fields.values(), *((route.unlisted,) if route.unlisted else ()))
