"""The rule model-prefixed."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.model_name import PREFIX, bare
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.extensions import known_model_form

_STRIPPED_BY = frozenset({"ai-sdk", "instructor", "litellm", "llm", "pydantic-ai"})
"""Libraries that take the prefix off before they send."""


@site_rule(Severity.WARNING)
def model_prefixed(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The model's id has a router's prefix that the gateway does not document.

    ## Why it matters
    `openai/gpt-4o` and `anthropic:claude-…` are ids of one router. Another one looks them up as
    they are and does not find them.

    ## Who breaks
    Each call with this model: 400 or 404, model not found.

    ## Example
    `model="openai/gpt-4o"` on a gateway whose ids are bare.

    ## When to accept it
    `migrate-check doctor` finds the id in the gateway's list of models.

    ## Source
    https://docs.litellm.ai/docs/providers
    """
    profile = target.profile
    if profile is None or site.sdk in _STRIPPED_BY or not target.moves(site.client):
        return
    for model in models_of(site):
        if PREFIX.match(model) and not known_model_form(profile, model):
            yield SiteAnswer(
                f"`{model}` has the prefix of a router; {profile.title} documents no such ids.",
                f"Send `{bare(model)}`, or look the id up: migrate-check doctor.",
                model,
            )
