"""The rule route-unknown-to-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import ROUTES, UNKNOWN_ROUTE, CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Profile
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import told
from migrate_check.rules.sites.realtime_session_used import REALTIME


@site_rule(Severity.WARNING)
def route_unknown_to_gateway(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code calls an endpoint of which the gateway says nothing.

    ## Why it matters
    It may be missing, or answer in another way than the provider's. A profile that claims nothing
    at all (`generic`) is not asked about routes that scenarios can test: a run tells.

    ## Who breaks
    Every caller of this call site, if the endpoint is not there.

    ## Example
    `client.audio.transcriptions.create(...)` on a gateway that documents chat only.

    ## When to accept it
    A run of the route has passed.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    profile = target.profile
    if profile is None or site.route in REALTIME or not target.moves(site.client):
        return
    if _open(site.route, profile):
        testable = site.route in ROUTES
        claim = profile.routes.get(site.route)
        yield SiteAnswer(
            f"Whether {profile.title} offers {site.route} is not known.",
            f"Verify it: migrate-check run --scenario {site.route}."
            if testable
            else "Ask the gateway, or keep this call at the old provider: no scenario tests it.",
            site.route,
            claim=told(f"{site.route}: unknown", claim.basis)
            if claim
            else f"{site.route}: no claim in profile {profile.name}",
        )


def _open(route: str, profile: Profile) -> bool:
    if route == UNKNOWN_ROUTE:
        return False
    claims_nothing = profile.kind == "any" or not profile.routes
    claim = profile.routes.get(route)
    if claim is None and profile.unlisted_routes is not None:
        return False
    unknown = claim is None or claim.offered is None
    return unknown and not (claims_nothing and route in ROUTES)
