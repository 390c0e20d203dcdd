"""The rule host-resembles-gateway."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.domain.site_requests import values_of
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, most
from migrate_check.rules.sites.look_alikes import resembled


@client_rule(Severity.ERROR, needs_profile=True)
def host_resembles_gateway(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The base URL has a host that looks like the gateway's and is another one.

    ## Why it matters
    A host of somebody else gets your prompts and your key. Names of gateways are alike, and
    several are registered under other endings.

    ## Who breaks
    The secrecy of every prompt of this client, and its key.

    ## Example
    `base_url="https://api.tokenrouter.com/v1"` where the gateway is `api.tokenrouter.io`.

    ## When to accept it
    The gateway has told you this host itself, for you alone.

    ## Source
    https://docs.tokenrouter.io/getting-started/openai-compatibility
    """
    for text in values_of(use.client.base_url):
        right = resembled(address(text).host, target)
        if right:
            yield SiteAnswer(
                f"`{address(text).host}` looks like `{right}` and is another host.",
                f"Write `{right}`, and change the key that was sent there.",
                address(text).host,
                severity=most(use.client.base_url),
            )
