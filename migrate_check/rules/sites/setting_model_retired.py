"""The rule setting-model-retired."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule
from migrate_check.rules.sites.endings import endings_of_setting


@setting_rule(Severity.WARNING)
def setting_model_retired(setting: Setting, target: Target) -> Iterator[SiteAnswer]:
    """A configured model was switched off by its maker.

    ## Why it matters
    Either the calls are dead, or somebody answers them with another model in that one's place.

    ## Who breaks
    The calls of the program in this environment.

    ## Example
    `OPENAI_MODEL=gpt-4-32k`.

    ## When to accept it
    Nothing reads the entry.

    ## Source
    https://developers.openai.com/api/docs/deprecations
    """
    for end in endings_of_setting(setting, target):
        if end.past:
            yield SiteAnswer(
                f"`{setting.name}` names `{end.model}`, which its maker shut down on {end.day}.",
                f"Move to {end.replaced_by}, before you compare the sides.",
                setting.name,
                claim=end.source,
            )
