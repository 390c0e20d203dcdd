"""The rule setting-model-retiring."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule
from migrate_check.rules.sites.endings import endings_of_setting


@setting_rule(Severity.WARNING)
def setting_model_retiring(setting: Setting, target: Target) -> Iterator[SiteAnswer]:
    """A configured model will be switched off by its maker on an announced day.

    ## Why it matters
    What you measure with it says nothing of the model that answers after that day. A warning
    within 90 days of the day, a note before.

    ## Who breaks
    The calls of the program in this environment, on that day; comparisons with it from then on.

    ## Example
    `OPENAI_MODEL=gpt-4o`, announced to be shut down on 2027-01-14.

    ## When to accept it
    Nothing reads the entry, or the sides were compared with the successor as well.

    ## Source
    https://developers.openai.com/api/docs/deprecations
    """
    for end in endings_of_setting(setting, target):
        if not end.past:
            yield SiteAnswer(
                f"`{setting.name}` names `{end.model}`, which its maker will shut down on "
                f"{end.day}.",
                f"Compare the sides with {end.replaced_by}, or the comparison is void after "
                "that day.",
                setting.name,
                severity=None if end.soon else Severity.NOTE,
                claim=end.source,
            )
