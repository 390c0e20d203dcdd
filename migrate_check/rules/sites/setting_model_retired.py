"""The rule setting-model-retired."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SettingKind, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule
from migrate_check.rules.sites.retired_models import retired_since


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
    https://platform.openai.com/docs/deprecations
    """
    if setting.kind is not SettingKind.MODEL or not setting.value:
        return
    since = retired_since(setting.value)
    if since:
        yield SiteAnswer(
            f"`{setting.name}` names `{setting.value}`, which was switched off ({since}).",
            "Choose its successor before you compare the sides.",
            setting.name,
        )
