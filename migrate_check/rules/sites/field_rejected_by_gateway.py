"""The rule field-rejected-by-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import fates
from migrate_check.rules.sites.gateway_words import instead
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.ERROR)
def field_rejected_by_gateway(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field that the gateway answers with an error.

    ## Why it matters
    The field is valid at the provider, so the call works today; each such call fails from the
    first request through the gateway on.

    ## Who breaks
    Every caller of this call site.

    ## Example
    `n=3` where the profile says `n: rejected, above 1`.

    ## When to accept it
    The call is removed, or stays at the old provider.

    ## Source
    https://github.com/BerriAI/litellm/issues/14056
    """
    for fated in fates(site, target, Fate.REJECTED):
        name = fated.field.name
        yield SiteAnswer(
            f"{fated.profile.title} refuses {fated.shown}{fated.condition}: the call fails.",
            instead(fated.claim, f"Leave it out, or prove it: {probe(site.route, name)}"),
            name,
            line=fated.field.line,
            severity=fated.severity,
            claim=fated.source,
        )
