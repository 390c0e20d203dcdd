"""The rule key-literal-in-code."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Certainty, Rollback, SiteAnswer
from migrate_check.domain.finding import Severity
from migrate_check.rules.rule import ClientUse, Target, client_rule
from migrate_check.rules.sites.clients import address, is_local, shared_by

_PLACEHOLDER = ("placeholder", "dummy", "empty", "fake", "example")


@client_rule(Severity.ERROR)
def key_literal_in_code(use: ClientUse, target: Target) -> Iterator[SiteAnswer]:
    """A key is written in the code.

    ## Why it matters
    It is in the history of the repository for good, and changing sides means a release. Keys for
    a server on the same machine are placeholders and are passed over.

    ## Who breaks
    Whoever pays for what others do with the key.

    ## Example
    `OpenAI(api_key="sk-…")`.

    ## When to accept it
    The text is no key: the server asks for none.

    ## Source
    https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety
    """
    client = use.client
    url = client.base_url.value
    local = url is not None and address(url).host != "" and is_local(address(url).host)
    if client.key_rollback is not Rollback.C or local or "localhost" in (url or ""):
        return
    if any(word in client.key.origin.lower() for word in _PLACEHOLDER):
        return
    sure = client.key.certainty in (Certainty.LITERAL, Certainty.RESOLVED)
    yield SiteAnswer(
        f"A key is written in the code{shared_by(use)}.",
        "Take it from an environment variable or a vault, and change the key.",
        "key",
        severity=Severity.ERROR if sure else Severity.WARNING,
    )
