"""The rule field-dropped-by-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate
from migrate_check.domain.wire_fields import is_cost_only
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import fates
from migrate_check.rules.sites.gateway_words import instead, loss
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.ERROR)
def field_dropped_by_gateway(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field that the gateway accepts and drops.

    ## Why it matters
    Nothing fails. The request succeeds, and what the field asked for does not happen: answers
    are not reproducible, words are not forbidden, the text is not JSON. Fields that only bills
    and logs depend on (`user`, `metadata`, `prompt_cache_key`, …) give a warning.

    ## Who breaks
    Whatever relies on the field: parsers of structured output, tests with a seed, classifiers by
    `logit_bias`, reports by user.

    ## Example
    `client.chat.completions.create(..., seed=42)` where the profile says `seed: dropped`.

    ## When to accept it
    Nothing reads what the field changes; then remove it from the code instead.

    ## Source
    https://platform.claude.com/docs/en/api/openai-sdk
    """
    for fated in fates(site, target, Fate.DROPPED):
        name = fated.field.name
        weak = Severity.WARNING if is_cost_only(name) else fated.severity
        yield SiteAnswer(
            f"{fated.profile.title} drops {fated.shown}{fated.condition}: {loss(name)}.",
            instead(fated.claim, f"Remove it, or prove it: {probe(site.route, name)}"),
            name,
            line=fated.field.line,
            severity=weak,
            claim=fated.source,
        )
