"""The rule base-url-literal."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Rollback, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, certain, shared_by, url_env

_DEFAULT = "the SDK's default"
"""How the origin of an address begins that nobody has written."""


@client_rule(Severity.WARNING)
def base_url_literal(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The address of the provider is written in the code: rollback class C.

    ## Why it matters
    Going to the gateway takes a change and a release, and so does going back, in the hour in
    which you have neither time nor calm.

    ## Who breaks
    Nobody at once; the rollback takes as long as a release.

    ## Example
    `OpenAI(base_url="https://api.openai.com/v1")`.

    ## When to accept it
    A release takes minutes, and the rollback drill has shown it.

    ## Source
    https://github.com/openai/openai-python#configuring-the-http-client
    https://docs.tokenlab.sh/guides/migration-guides
    """
    first, base = use.sites[0], use.client.base_url
    if use.client.rollback is not Rollback.C:
        return
    host = address(base.value).host if base.value else ""
    if certain(base) and not base.origin.startswith(_DEFAULT):
        said = f"`{host or base.value}` is written in the code"
        variable = url_env(first)
    else:
        said = "The base URL is the SDK's own, and no variable of the SDK's switches it"
        variable = None
    yield SiteAnswer(
        f"{said}{shared_by(use)}: going back takes a release (class C).",
        f"Drop the argument and set {variable}, which this SDK reads by itself."
        if variable
        else "Read it from an environment variable, with today's address as its default.",
        host or "base-url",
    )
