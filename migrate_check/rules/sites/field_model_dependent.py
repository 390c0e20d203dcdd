"""The rule field-model-dependent."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.profile import Fate
from migrate_check.domain.wire_fields import STATEFUL, is_cost_only
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.claims import fates
from migrate_check.rules.sites.gateway_words import instead
from migrate_check.rules.sites.probes import probe


@site_rule(Severity.WARNING)
def field_model_dependent(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code sends a field that the gateway carries for some models only.

    ## Why it matters
    Whether it takes effect is decided per model, and may change with the next model. A note
    where the code names its model, so that one run settles it; a warning where it does not.

    ## Who breaks
    Calls whose model is chosen at run time.

    ## Example
    `reasoning_effort="high"` with a model from the configuration.

    ## When to accept it
    A run has shown it for each model in use.

    ## Source
    https://docs.tokenlab.sh/guides/api-formats
    """
    for fated in fates(site, target, Fate.MODEL_DEPENDENT):
        name, model = fated.field.name, site.model.value
        if name in STATEFUL:
            continue  # Told with what its id stands for.
        which = f"`{model}` must be one of them" if model else "which model is asked is not known"
        settled = model is not None or is_cost_only(name)
        yield SiteAnswer(
            f"{fated.profile.title} carries {fated.shown} for some models only{fated.condition}; "
            f"{which}.",
            instead(fated.claim, f"Settle it with your model: {probe(site.route, name)}"),
            name,
            line=fated.field.line,
            severity=Severity.NOTE if settled else Severity.WARNING,
            claim=fated.source,
        )
