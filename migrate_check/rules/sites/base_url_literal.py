"""The rule base-url-literal."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Rollback, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, shared_by, url_env


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
    first = use.sites[0]
    url = use.client.base_url.value
    if use.client.rollback is not Rollback.C:
        return
    host = address(url).host if url else ""
    shown = f"`{host}`" if host else "The base URL"
    variable = url_env(first)
    remedy = (
        f"Drop the argument and set {variable}, which this SDK reads by itself."
        if variable
        else "Read it from an environment variable, with today's address as its default."
    )
    yield SiteAnswer(
        f"{shown} is written in the code{shared_by(use)}: going back takes a release (class C).",
        remedy,
        host or "base-url",
    )
