"""The rule fields-not-fully-known."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, site_rule


@site_rule(Severity.WARNING, needs_profile=False)
def fields_not_fully_known(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """What the code sends is decided in part where the scan cannot look.

    ## Why it matters
    A mapping that comes from a caller, a file or a database may hold any field, and so one that
    the gateway drops. A call that is not fully known is never clean.

    ## Who breaks
    Callers that add fields nobody has looked at.

    ## Example
    `client.chat.completions.create(model=MODEL, messages=messages, **options)`.

    ## When to accept it
    The owner of the call has listed what can be in it, or a shadow of real traffic has shown it.

    ## Source
    https://docs.tokenlab.sh/guides/migration-guides
    """
    if site.fields_known:
        return
    seen = "; ".join(site.not_known) or "the request is put together elsewhere"
    who = site.owner or "the owner of this file (there is none in the owners file)"
    yield SiteAnswer(
        f"The fields are not fully known: {seen}.",
        f"Ask {who} what can be in it; the requests in your logs tell, too.",
        "fields",
    )
