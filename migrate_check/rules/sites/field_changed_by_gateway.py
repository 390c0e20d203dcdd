"""The rule field-changed-by-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import fates
from migrate_check.rules.sites.gateway_words import instead
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.WARNING)
def field_changed_by_gateway(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field that reaches the model altered.

    ## Why it matters
    A gateway that caps, renames or shortens a value answers with success; the model is asked for
    something else than the code says.

    ## Who breaks
    Callers whose value lies outside of what is carried: a temperature above the cap, a cache
    mark with a longer life.

    ## Example
    `temperature=1.4` where the profile says `temperature: changed, capped at 1`.

    ## When to accept it
    The values that the code sends are not altered.

    ## Source
    https://platform.claude.com/docs/en/api/openai-sdk
    """
    for fated in fates(site, target, Fate.CHANGED):
        name = fated.field.name
        yield SiteAnswer(
            f"{fated.profile.title} alters {fated.shown} on the way{fated.condition}.",
            instead(fated.claim, f"Compare the answers: {probe(site.route, name)}"),
            name,
            line=fated.field.line,
            claim=fated.source,
        )
