"""The rule streaming-not-offered."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import route_claim, told
from migrate_check.rules.sites.clients import most


@site_rule(Severity.ERROR)
def streaming_not_offered(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code streams an answer on a route that the gateway does not stream.

    ## Why it matters
    The gateway refuses the request, or sends one JSON body where the client waits for events.

    ## Who breaks
    SDK streams raise or stay empty; users wait for the whole answer.

    ## Example
    `client.images.generate(stream=True)` on a gateway that refuses `stream` for images.

    ## When to accept it
    The code can do without events.

    ## Source
    https://docs.tokenlab.sh/openapi.json
    """
    claim = route_claim(site, target)
    if claim is None or claim.streams is not False or site.streaming.value != "true":
        return
    first_hand = claim.basis.mark.first_hand
    yield SiteAnswer(
        f"The call streams, and {site.route} is not streamed there.",
        "Ask for the whole answer, or keep this call at the old provider.",
        "stream",
        severity=most(site.streaming) if first_hand else Severity.WARNING,
        claim=told(f"{site.route}: not streamed", claim.basis),
    )
