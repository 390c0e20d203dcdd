"""The rule route-not-seen."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import UNKNOWN_ROUTE, CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule


@site_rule(Severity.WARNING, needs_profile=False)
def route_not_seen(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code calls an LLM at an endpoint that the scan could not name.

    ## Why it matters
    Which fields, models and answers are right depends on the endpoint. Nothing of this call can
    be judged.

    ## Who breaks
    Nobody can tell.

    ## Example
    `requests.post(f"{BASE}/{path}", json=body)` with the host of a provider in `BASE`.

    ## When to accept it
    The owner has named its endpoints, and each is looked at elsewhere.

    ## Source
    https://docs.tokenlab.sh/guides/api-formats
    """
    if site.route == UNKNOWN_ROUTE:
        yield SiteAnswer(
            "The endpoint of this call is not known.",
            f"Ask {site.owner or 'the owner of this file'} which endpoints it reaches.",
            "route",
        )
