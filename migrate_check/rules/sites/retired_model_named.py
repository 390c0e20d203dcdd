"""The rule retired-model-named."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.endings import endings


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
    https://developers.openai.com/api/docs/deprecations
    https://platform.claude.com/docs/en/about-claude/model-deprecations
    """
    for end in endings(models_of(site), site.client.provider, target):
        if end.past:
            yield SiteAnswer(
                f"`{end.model}` was shut down by its maker on {end.day}.",
                f"Move to {end.replaced_by}, before you compare the sides.",
                end.model,
                claim=end.source,
            )
