"""The rule retired-model-named."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.retired_models import retired_since


@site_rule(Severity.WARNING, needs_profile=False)
def retired_model_named(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code names a model that its maker has switched off.

    ## Why it matters
    Either the call is dead, or somebody answers it with another model in that one's place. A
    gateway may keep an alias that the provider has not, and then you compare two models.

    ## Who breaks
    The call, as soon as the alias goes; comparisons before.

    ## Example
    `model="claude-3-opus-20240229"`.

    ## When to accept it
    The call is dead code, or the host is one of your own that serves this model still.

    ## Source
    https://platform.openai.com/docs/deprecations
    https://docs.anthropic.com/en/docs/about-claude/model-deprecations
    """
    if site.client.provider in ("azure", "bedrock", "vertex"):
        return  # Clouds have dates of their own.
    for model in models_of(site):
        since = retired_since(model)
        if since:
            yield SiteAnswer(
                f"`{model}` was switched off by its maker ({since}).",
                "Choose its successor before you compare the sides.",
                model,
            )
