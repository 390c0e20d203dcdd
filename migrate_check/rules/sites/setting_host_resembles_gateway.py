"""The rule setting-host-resembles-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Setting, SettingKind, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import Target, setting_rule
from migrate_check.rules.sites.clients import address
from migrate_check.rules.sites.look_alikes import resembled


@setting_rule(Severity.ERROR, needs_profile=True)
def setting_host_resembles_gateway(setting: Setting, target: Target) -> Iterator[SiteAnswer]:
    """A configured base URL has a host that looks like the gateway's and is another one.

    ## Why it matters
    A host of somebody else gets your prompts and your key.

    ## Who breaks
    The secrecy of every prompt in this environment, and its key.

    ## Example
    `OPENAI_BASE_URL=https://api.tokenrouter.com/v1` where the gateway is `api.tokenrouter.io`.

    ## When to accept it
    The gateway has told you this host itself, for you alone.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    if setting.kind is not SettingKind.BASE_URL or not setting.value:
        return
    host = address(setting.value).host
    right = resembled(host, target)
    if right:
        yield SiteAnswer(
            f"`{setting.name}` leads to `{host}`, which looks like `{right}` and is another host.",
            f"Write `{right}`, and change the key that was sent there.",
            setting.name,
        )
