"""What one profile claims otherwise than another, for a person who moves from the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from migrate_check.domain.call_site import ROUTES
from migrate_check.domain.profile import Fate, FieldClaim, Profile, RouteClaim
from migrate_check.profiles.words import ALL_OTHERS, fate_text

_CARRIED = (Fate.SUPPORTED, Fate.MODEL_DEPENDENT)
_WITHOUT_EFFECT = (Fate.DROPPED, Fate.REJECTED)


class Differing(NamedTuple):
    """One thing that the second profile claims otherwise."""

    kind: str
    """`lost`: the first has it and the second has not; `unclear`: the second says nothing of it,
    or only some providers have it; `gained`: only the second has it."""
    about: str
    """`route`, `field`, `header`, `response-field` or `extension`."""
    route: str | None
    name: str
    first: str | None
    second: str | None
    instead: str | None
    mark: str | None
    """Of the second's claim."""
    source: str | None


def differences(first: Profile, second: Profile) -> list[Differing]:
    """What is lost first, then what is unclear, then what is gained."""
    found = [
        *_routes(first, second),
        *_fields(first, second),
        *_headers(first, second),
        *_response_fields(first, second),
        *_extensions(second),
    ]
    order = ("lost", "unclear", "gained")
    return sorted(found, key=lambda one: order.index(one.kind))


def _offered(profile: Profile, route: str) -> bool | None:
    claim = profile.routes.get(route)
    if claim is not None:
        return claim.offered
    return False if profile.unlisted_routes is not None else None


_OFFERS = {True: "offered", False: "not offered", None: "unknown"}


def _routes(first: Profile, second: Profile) -> Iterator[Differing]:
    for route in dict.fromkeys((*first.routes, *second.routes)):
        before, after = _offered(first, route), _offered(second, route)
        if before is after or before is None:
            continue
        kind = "gained" if after else "lost" if after is False else "unclear"
        # What neither scenarios nor the documents of the second speak of is no news.
        if kind == "unclear" and route not in ROUTES:
            continue
        claim = second.routes.get(route)
        basis = claim.basis if claim else second.unlisted_routes
        yield Differing(
            kind,
            "route",
            route,
            route,
            _OFFERS[before],
            _OFFERS[after],
            None,
            basis.mark.value if basis else None,
            basis.source if basis else None,
        )


def _fields(first: Profile, second: Profile) -> Iterator[Differing]:
    for route, before in first.routes.items():
        after = second.routes.get(route)
        if not before.offered or after is None or after.offered is False:
            continue
        names = dict.fromkeys((*before.fields, *after.fields))
        for name in names:
            yield from _field(name, before, after, first, second)


def _field(
    name: str, before: RouteClaim, after: RouteClaim, first: Profile, second: Profile
) -> Iterator[Differing]:
    was = first.field_claim(before.route, name)
    now = second.field_claim(after.route, name)
    kind = _kind(was, now)
    if kind is None:
        return
    yield Differing(
        kind,
        "field",
        before.route,
        name,
        fate_text(was) if was else "unknown",
        fate_text(now) if now else "unknown",
        now.instead if now else None,
        now.basis.mark.value if now else None,
        now.basis.source if now else None,
    )


def _kind(was: FieldClaim | None, now: FieldClaim | None) -> str | None:
    before = was.fate if was else Fate.UNKNOWN
    after = now.fate if now else Fate.UNKNOWN
    if before in _CARRIED and after not in _CARRIED:
        return "lost" if after in _WITHOUT_EFFECT else "unclear"
    gained = before in _WITHOUT_EFFECT and after in _CARRIED
    return "gained" if gained and now is not None and now.name != ALL_OTHERS else None


def _headers(first: Profile, second: Profile) -> Iterator[Differing]:
    for name in first.request_id_headers:
        if name not in second.request_id_headers:
            instead = ", ".join(second.request_id_headers) or None
            yield Differing("lost", "header", None, name, "sent", None, instead, None, None)
    for name in second.request_id_headers:
        if name not in first.request_id_headers:
            yield Differing("gained", "header", None, name, None, "sent", None, None, None)


def _response_fields(first: Profile, second: Profile) -> Iterator[Differing]:
    for path in first.own_response_fields:
        if path not in second.own_response_fields and path not in second.response_fields:
            yield Differing(
                "unclear", "response-field", None, path, "sent", "unknown", None, None, None
            )
    for path, basis in second.response_fields.items():
        yield Differing(
            "gained",
            "response-field",
            None,
            path,
            None,
            "sent",
            None,
            basis.mark.value,
            basis.source,
        )


def _extensions(second: Profile) -> Iterator[Differing]:
    for one in second.extensions:
        name = f"{one.kind} {one.pattern}"
        mark, source = one.basis.mark.value, one.basis.source
        yield Differing("gained", "extension", None, name, None, one.about, None, mark, source)
