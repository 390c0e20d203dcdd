"""The rule route-not-offered."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import UNKNOWN_ROUTE, CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Basis, Profile
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told


@site_rule(Severity.ERROR)
def route_not_offered(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code calls an endpoint that the gateway does not have.

    ## Why it matters
    Each call is answered with 404 or worse. No scenario can make it work.

    ## Who breaks
    Every caller of this call site.

    ## Example
    `client.moderations.create(...)` on a gateway without `/v1/moderations`.

    ## When to accept it
    This call stays at the old provider, with a client of its own.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    profile = target.profile
    if profile is None or site.route == UNKNOWN_ROUTE:
        return
    basis = refusal(site.route, profile)
    if basis is not None:
        sure = basis.mark.first_hand
        doubt = "" if sure else "As far as is known, "
        yield SiteAnswer(
            f"{doubt}{profile.title} does not offer {site.route}: the call fails.",
            "Keep this call at the old provider, with a client and a base URL of its own.",
            site.route,
            severity=Severity.ERROR if sure else Severity.WARNING,
            claim=told(f"{site.route}: not offered", basis),
        )


def refusal(route: str, profile: Profile) -> Basis | None:
    """What the claim that the route is not offered rests on; None: there is no such claim."""
    claim = profile.routes.get(route)
    if claim is None:
        return profile.unlisted_routes
    return claim.basis if claim.offered is False else None
