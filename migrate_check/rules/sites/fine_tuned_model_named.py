"""The rule fine-tuned-model-named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.clients import most

_OWN = re.compile(r"ft:|tunedModels/|projects/[^/]+/locations/[^/]+/endpoints/")
"""Vertex serves tuned models at endpoints; its `publishers/…/models/…` are everybody's."""


@site_rule(Severity.ERROR)
def fine_tuned_model_named(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code names a model that was tuned at the old provider.

    ## Why it matters
    The weights belong to your account there. A gateway with keys of its own cannot reach them,
    and nobody else has them.

    ## Who breaks
    Every call with this model.

    ## Example
    `model="ft:gpt-4o-mini-2024-07-18:acme::abc123"`.

    ## When to accept it
    The gateway uses your own key at that provider, and a run has shown it.

    ## Source
    https://platform.openai.com/docs/guides/fine-tuning
    """
    profile = target.profile
    if profile is None or not target.moves(site.client):
        return
    for model in models_of(site):
        if _OWN.match(model):
            yield SiteAnswer(
                f"`{model}` was tuned at the old provider: {profile.title} does not have it.",
                "Keep this call at its provider, or ask the gateway for the use of your own key.",
                model,
                severity=most(site.model),
            )
