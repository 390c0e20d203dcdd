"""The rule retiring-model-named."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import CallSite, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import models_of
from migrate_check.rules.rule import Target, site_rule
from migrate_check.rules.sites.endings import endings


@site_rule(Severity.WARNING, needs_profile=False)
def retiring_model_named(site: CallSite, target: Target) -> Iterator[SiteAnswer]:
    """The code names a model that its maker will switch off on an announced day.

    ## Why it matters
    What you measure with it says nothing of the model that answers after that day, and the move
    to the gateway and the move to the successor then come together, so that nobody can tell which
    of them changed an answer. A warning within 90 days of the day, a note before.

    ## Who breaks
    The call, on that day; the comparison, which is void from then on.

    ## Example
    `model="gpt-4o"`, announced to be shut down on 2027-01-14.

    ## When to accept it
    The call is gone before that day, or the sides were compared with the successor as well.

    ## Source
    https://developers.openai.com/api/docs/deprecations
    https://ai.google.dev/gemini-api/docs/deprecations
    """
    for end in endings(models_of(site), site.client.provider, target):
        if not end.past:
            yield SiteAnswer(
                f"`{end.model}` will be shut down by its maker on {end.day}.",
                f"Compare the sides with {end.replaced_by}, or the comparison is void after "
                "that day.",
                end.model,
                severity=None if end.soon else Severity.NOTE,
                claim=end.source,
            )
