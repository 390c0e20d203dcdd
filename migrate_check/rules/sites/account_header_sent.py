"""The rule account-header-sent."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule

_ACCOUNT = frozenset({"openai-organization", "openai-project", "x-goog-user-project"})


@client_rule(Severity.NOTE, needs_profile=True)
def account_header_sent(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """The client names an organisation or project of the old provider.

    ## Why it matters
    The gateway has accounts of its own. It ignores the header, or hands it on with a key that
    does not belong to it, and then the provider refuses the request.

    ## Who breaks
    Reports of cost by project.

    ## Example
    `OpenAI(organization="org-…", project="proj_…")`.

    ## When to accept it
    The gateway ignores it, and nobody reads costs by project.

    ## Source
    https://platform.openai.com/docs/api-reference/authentication
    """
    if target.profile is None or not target.moves(use.client):
        return
    sent = {
        field.name.removeprefix("header:").lower()
        for site in use.sites
        for field in site.fields
        if field.name.startswith("header:")
    }
    for name in sorted(_ACCOUNT & {*sent, *use.client.headers}):
        yield SiteAnswer(
            f"The header `{name}` names an account of the old provider.",
            f"Drop it for {target.profile.title}; tell costs apart by its own keys.",
            name,
        )
