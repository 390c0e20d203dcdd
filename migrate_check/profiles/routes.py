"""What a profile file says of routes and of the request fields on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrate_check.documents.closest import closest
from migrate_check.documents.document import Document, KeyPath
from migrate_check.domain.call_site import OTHER_ENDPOINTS, ROUTES
from migrate_check.domain.profile import Basis, Fate, FieldClaim, RouteClaim
from migrate_check.profiles.grounds import Entry, Grounds, texts
from migrate_check.profiles.words import ALL_OTHERS

_KNOWN = ROUTES | OTHER_ENDPOINTS


def known_route(route: str, document: Document, path: KeyPath) -> None:
    """Raises the document's error where there is no such route."""
    if route not in _KNOWN:
        raise document.fail(path, f"unknown route {route!r}; {closest(route, _KNOWN)}")


@dataclass(frozen=True, slots=True)
class Routes:
    """Reads `routes` and `absent`."""

    grounds: Grounds

    def overlaid(
        self, below: Mapping[str, RouteClaim], body: Entry, path: KeyPath
    ) -> dict[str, RouteClaim]:
        """The routes below with what the body says in their place, in order of first mention."""
        routes = dict(below)
        for route, entry in (body.get("routes") or {}).items():
            place = (*path, "routes", route)
            known_route(route, self.grounds.document, place)
            routes[route] = self._route(routes.get(route), route, entry, place)
        for index, entry in enumerate(body.get("absent") or ()):
            place = (*path, "absent", index)
            basis = self.grounds.basis(entry, place)
            for at, route in enumerate(entry["routes"]):
                known_route(route, self.grounds.document, (*place, "routes", at))
                routes[route] = RouteClaim(route, False, basis)
        return routes

    def _route(
        self, below: RouteClaim | None, route: str, entry: Entry, path: KeyPath
    ) -> RouteClaim:
        offered = entry.get("offered")
        if below is None or entry.get("afresh") or offered is False:
            below = RouteClaim(route, True, Basis(self.grounds.mark, None))
        inner = self.grounds.within(entry)
        streams, unlisted = entry.get("streams"), entry.get("unlisted")
        return RouteClaim(
            route,
            below.offered if offered is None else None if offered == "unknown" else offered,
            self.grounds.basis(entry, path),
            entry.get("path") or below.path,
            below.streams if streams is None else streams,
            {**below.fields, **_fields(entry, path, inner)},
            below.unlisted
            if unlisted is None
            else _claim(ALL_OTHERS, Fate(unlisted["fate"]), unlisted, (*path, "unlisted"), inner),
        )


def _fields(entry: Entry, path: KeyPath, grounds: Grounds) -> dict[str, FieldClaim]:
    claims: dict[str, FieldClaim] = {}
    for claim, place in _field_claims(entry, path, grounds):
        if claim.name in claims:
            message = f"field {claim.name!r} has two fates here; leave one"
            raise grounds.document.fail(place, message)
        claims[claim.name] = claim
    return claims


def _field_claims(
    entry: Entry, path: KeyPath, grounds: Grounds
) -> Iterator[tuple[FieldClaim, KeyPath]]:
    for fate, listed in (entry.get("fields") or {}).items():
        for index, item in enumerate(listed):
            found: Entry = {"name": item} if isinstance(item, str) else item
            place = (*path, "fields", fate, index)
            for name in texts(found["name"]):
                yield _claim(name, Fate(fate), found, place, grounds), place


def _claim(name: str, fate: Fate, entry: Entry, path: KeyPath, grounds: Grounds) -> FieldClaim:
    only_for = tuple(entry.get("only_for") or ())
    if only_for and fate is not Fate.PROVIDER_SPECIFIC:
        message = "only_for is for provider-specific fields; move it there, or write `when`"
        raise grounds.document.fail((*path, "only_for"), message)
    return FieldClaim(
        name, fate, grounds.basis(entry, path), only_for, entry.get("when"), entry.get("instead")
    )
