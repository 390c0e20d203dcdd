"""Where a comparison starts: the address and the routes that a profile documents first."""

from __future__ import annotations

from migrate_check.domain.profile import Profile
from migrate_check.domain.scenario import Route


def default_base_url(profile: Profile) -> str | None:
    """The first documented base URL; None where the user must give one."""
    if not profile.verified:
        return None
    return next((base.url for base in profile.base_urls if base.url), None)


def starting_routes(profile: Profile) -> tuple[Route, ...]:
    """Routes of scenarios that are not known to be absent, the one to start with first."""
    known = set(Route)
    return tuple(
        Route(route)
        for route, claim in profile.routes.items()
        if claim.offered is not False and route in known
    )
