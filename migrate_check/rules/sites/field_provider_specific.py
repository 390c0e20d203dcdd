"""The rule field-provider-specific."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.model_name import canonical_provider, provider_of
from migrate_check.domain.profile import Fate
from migrate_check.domain.site_requests import models_of
from migrate_check.domain.wire_fields import is_cost_only
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import fates
from migrate_check.rules.sites.clients import certain
from migrate_check.rules.sites.gateway_words import instead
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.ERROR)
def field_provider_specific(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field that works for some of the gateway's providers only.

    ## Why it matters
    The gateway hands the field on, and the provider behind it does not know it: it is ignored or
    refused. With a routing model the answer may differ from call to call.

    ## Who breaks
    Calls whose model is not of the providers named: an error where the model tells so, a warning
    where it is not known.

    ## Example
    `logit_bias` with `claude-sonnet-4-6` where the profile says `logit_bias: openai only`.

    ## When to accept it
    The model is always of a provider that knows the field.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    makers = {provider_of(model) for model in models_of(site)} or {None}
    for fated in fates(site, target, Fate.PROVIDER_SPECIFIC):
        allowed = {canonical_provider(name) for name in fated.claim.only_for}
        if makers <= allowed:
            continue
        name = fated.field.name
        sure = bool(allowed) and makers.isdisjoint({*allowed, None}) and certain(site.model)
        weak = not sure or is_cost_only(name)
        yield SiteAnswer(
            f"{fated.profile.title} carries {fated.shown} for {_named(fated.claim.only_for)} only, "
            f"and {_asked(site.model.value)}.",
            instead(fated.claim, f"Name a model of these, or prove it: {probe(site.route, name)}"),
            name,
            line=fated.field.line,
            severity=Severity.WARNING if weak else fated.severity,
            claim=fated.source,
        )


def _asked(model: str | None) -> str:
    return "the model is not known" if model is None else f"the model is `{model}`"


def _named(providers: tuple[str, ...]) -> str:
    *first, last = providers or ("some providers",)
    return f"{', '.join(first)} and {last}" if first else last
