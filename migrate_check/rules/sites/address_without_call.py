"""The rule address-without-call."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SettingKind, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule


@setting_rule(Severity.WARNING, needs_profile=False)
def address_without_call(setting: Setting, target: Target) -> Iterator[SiteAnswer]:
    """Code names an endpoint of an LLM, and no call was recognised in that file.

    ## Why it matters
    Somebody sends requests there: by a function of your own in another file, or in a way that the
    scan does not follow. What they send is in no list, and moves with nothing.

    ## Who breaks
    Those requests, when the old provider's key is taken away.

    ## Example
    `const API_BASE: &str = "https://api.openai.com/v1"` in a file whose requests are put together
    in another one.

    ## When to accept it
    The text is never used as an address: a message for people, a list of known hosts.

    ## Source
    https://platform.openai.com/docs/api-reference/making-requests
    """
    if setting.kind is SettingKind.ADDRESS and setting.value:
        yield SiteAnswer(
            f"`{setting.value}` stands in a file without a call that was recognised.",
            "Look at who sends to it, and put that call on your list.",
            setting.value,
        )
